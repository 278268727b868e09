"""What an instructor decides: read, linted and written as data."""

from __future__ import annotations

import pytest

from autograder.assignments.decisions import add_decision, load_decisions
from autograder.content import ContentError

KNOWN = {"zero_it": 5.36, "step_no_grad": 4.0, "Q14": 1.0}
FILE = """\
# Decided in week 7.
- student: s1@example.org
  exercise: zero_it
  points: 2.5
  comment: {en: See me., hu: Gyere be hozzám.}
  reason: right idea
- group: Thursday
  due: 2026-10-26T20:00 Europe/Budapest
  reason: the room was locked
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "adjust.yaml"


def test_decisions_are_read_in_their_order(path):
    path.write_text(FILE, encoding="utf-8")

    first, second = load_decisions(path, KNOWN)

    assert (first.student, first.exercise, first.points) == ("s1@example.org", "zero_it", 2.5)
    assert first.comment["hu"] == "Gyere be hozzám."
    assert second.due.tzinfo.key == "Europe/Budapest"


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_no_file_and_an_empty_one_decide_nothing(path, text):
    assert load_decisions(path, KNOWN) == ()
    path.write_text(text)
    assert load_decisions(path, KNOWN) == ()


@pytest.mark.parametrize(
    ("line", "key", "why"),
    [
        ("student: a, points: 1", "reason", "missing"),
        ("points: 1, reason: x", "student", "name a student or a group"),
        ("student: a, group: b, points: 1, reason: x", "student", "one of them"),
        ("student: a, reason: x", "reason", "nothing is decided"),
        (
            "student: a, exercise: zero_itt, points: 1, reason: x",
            "exercise",
            "Did you mean 'zero_it'",
        ),
        ("student: a, exercise: zero_it, due: '2026-10-26T20:00Z', reason: x", "due", "as a whole"),
        ("student: a, excused: true, points: 1, reason: x", "excused", "remove one"),
        ("student: a, points: -1, reason: x", "points", "0"),
        ("student: a, point: 1, reason: x", "point", "points"),
        (
            "student: a, exercise: zero_it, points: 53.6, reason: x",
            "points",
            "zero_it is worth 5.36",
        ),
        ("student: a, points: 10.37, reason: x", "points", "worth 10.36; give more by a bonus"),
        ("student: a, due: tomorrow, reason: x", "due", "no date"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_key(path, line, key, why):
    path.write_text(f"# decided\n- {{student: s, points: 1, reason: fine}}\n- {{{line}}}\n")

    with pytest.raises(ContentError) as caught:
        load_decisions(path, KNOWN)

    told = [m for m in caught.value.mistakes if key in m.key and why in m.problem]
    assert told, caught.value
    assert told[0].line == 3


def test_a_decision_is_added_below_the_others_which_stay_as_they_are(path):
    path.write_text(FILE, encoding="utf-8")

    decisions = add_decision(path, {"student": "s2", "bonus": 1, "reason": "talk: good"}, KNOWN)

    assert [one.reason for one in decisions] == ["right idea", "the room was locked", "talk: good"]
    assert path.read_text(encoding="utf-8").startswith(FILE)


def test_a_wrong_decision_is_not_written(path):
    path.write_text(FILE, encoding="utf-8")

    with pytest.raises(ContentError, match=r"adjust\.yaml:\d+.*zero_it"):
        add_decision(path, {"student": "s2", "exercise": "zero", "points": 1, "reason": "x"}, KNOWN)

    assert path.read_text(encoding="utf-8") == FILE
    assert [one.name for one in path.parent.iterdir()] == ["adjust.yaml"]


def test_the_first_decision_makes_the_file(path):
    add_decision(path, {"student": "Kovács Ágnes", "excused": True, "reason": "beteg"}, KNOWN)

    assert load_decisions(path, KNOWN)[0].student == "Kovács Ágnes"
