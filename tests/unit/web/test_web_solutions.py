"""Solutions at a desk: shown when the terminal would show them, and never before."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from courses import miniature_course

pytest.importorskip("starlette")

from autograder.authoring.programs import load_programs
from autograder.classroom.room import LearnerDesk
from autograder.feedback.solutions import not_yet
from autograder.judging import CheckVerdict, Outcome, Reason, ReasonKind, Verdict
from autograder.sealed import FILE_NAME, SolutionsError, find_solutions, sealed
from autograder.web.desk import Desk
from autograder.web.solutions import NotToBeSeenError, offer_part, solutions_part
from autograder.web.working_copy import WorkingCopy
from autograder.workspace import ENOUGH_TRIES, Workspace

COURSE = miniature_course()
SLOPE = COURSE.exercise("slope")
OWN = (
    'def slope(x):\n    """In my words."""\n'
    "    x.grad = None\n    (x**3).backward()\n    return x.grad\n"
)


@pytest.fixture(params=["en", "hu"])
def desk(request, tmp_path):
    """A desk whose learner has written a right program, and whose course has solutions."""
    workspace, _ = Workspace.create(tmp_path / "mine", COURSE, request.param, bundled=False)
    programs = load_programs(COURSE, SLOPE)
    right = {"reference": programs.reference, **programs.right}
    (workspace.root / FILE_NAME).write_text(sealed({"slope": right}), encoding="utf-8")
    workspace.path_of(SLOPE).write_text(OWN, encoding="utf-8")
    store = WorkingCopy(workspace, COURSE)
    return Desk(COURSE, store, None, lambda: find_solutions(workspace.root, tmp_path / "nowhere"))


def note(desk, **entry):
    def change(progress):
        for name, value in entry.items():
            setattr(progress.of("slope"), name, value)

    desk.store.progress.note(change)


def pass_it(desk):
    note(desk, passed_at="2026-01-01T00:00:00+00:00")


def test_before_the_pass_nothing_is_offered_and_nothing_is_shown(desk):
    assert offer_part(desk, SLOPE) is None

    with pytest.raises(NotToBeSeenError) as refused:
        solutions_part(desk, "slope")

    assert refused.value.message(desk.say) == not_yet(SLOPE, desk.progress(), desk.say)
    assert desk.progress().of("slope").solution_at is None


def test_after_the_pass_three_ways_stand_beside_ones_own(desk):
    pass_it(desk)

    assert offer_part(desk, SLOPE)["question"] == ""
    shown = solutions_part(desk, "slope")

    assert shown.count("<pre") == 4
    assert shown.index("(x**3).backward()") < shown.index("torch.autograd.grad(y, x)")
    assert "<code>torch.autograd.grad</code>" in shown  # what differs, in a line
    assert "In my words" not in shown
    assert desk.progress().of("slope").solution_at is None


def test_after_the_last_hint_and_enough_tries_one_question_comes_first_and_it_is_noted(desk):
    note(desk, hints=3, tries=[str(number) for number in range(ENOUGH_TRIES)])

    assert "?" in offer_part(desk, SLOPE)["question"]
    assert "torch.autograd.grad" in solutions_part(desk, "slope")

    assert desk.progress().of("slope").solution_at is not None
    assert not desk.progress().passed("slope")


def test_tries_in_the_browser_count_as_those_in_the_terminal(desk):
    failed = CheckVerdict("adds_up", Outcome.FAILED, 0.0, 1.0, Reason(ReasonKind.DIFFERS))
    feedback = SimpleNamespace(verdict=Verdict("slope", Outcome.FAILED, (failed,)))
    desk._checker = SimpleNamespace(check=lambda *_: feedback)
    note(desk, hints=3)
    path = desk.store.path_of(SLOPE)
    for number in range(ENOUGH_TRIES):
        assert offer_part(desk, SLOPE) is None
        path.write_text(f"x = {number}\n", encoding="utf-8")
        desk.check("slope")
        path.write_text(f"x = {number}  # as before\n", encoding="utf-8")
        desk.check("slope")

    assert offer_part(desk, SLOPE) is not None


@pytest.mark.parametrize("known", [{"hints": 3}, {"tries": ["x"] * ENOUGH_TRIES}])
def test_hints_alone_or_tries_alone_are_not_enough(known, desk):
    note(desk, **known)

    assert offer_part(desk, SLOPE) is None
    with pytest.raises(NotToBeSeenError):
        solutions_part(desk, "slope")


@pytest.mark.parametrize("where", ["no file", "a class"])
def test_where_there_are_none_nothing_is_offered(where, desk):
    pass_it(desk)
    if where == "no file":
        desk.find_solutions().unlink()
    else:  # Its course is the teacher's, beside whose solutions it may lie.
        room = SimpleNamespace(course=COURSE, database=None, root="", exercises=())
        desk.find_solutions = LearnerDesk(room, "anna", None).find_solutions

    assert offer_part(desk, SLOPE) is None
    with pytest.raises(NotToBeSeenError):
        solutions_part(desk, "slope")


def test_a_damaged_file_is_named_once_it_is_asked_for(desk):
    pass_it(desk)
    path = desk.find_solutions()
    path.write_text(path.read_text("utf-8")[:100], encoding="utf-8")

    assert offer_part(desk, SLOPE)
    with pytest.raises(SolutionsError, match=FILE_NAME):
        solutions_part(desk, "slope")


@pytest.mark.parametrize("own", ["", "def slope(x:\n", "<script>alert(1)</script>\n", "\n" * 9])
def test_whatever_ones_own_text_is_by_now_it_is_shown_as_text(own, desk):
    pass_it(desk)
    desk.store.workspace.path_of(SLOPE).write_text(own, encoding="utf-8")

    assert "<script" not in solutions_part(desk, "slope")
