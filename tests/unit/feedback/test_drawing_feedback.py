"""Where graphs differ, feedback draws them; where it is a secret, it does not."""

from __future__ import annotations

import io
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from courses import miniature_course
from rich.console import Console

from autograder.feedback import feedback_on, json_report
from autograder.judging import (
    CheckVerdict,
    Difference,
    Kind,
    Outcome,
    Reason,
    ReasonKind,
    Verdict,
    silent,
)
from autograder.judging.comparing import ABSENT
from autograder.languages import words_in
from autograder.pages.student import render_student_html
from autograder.screens.feedback import render_feedback

COURSE = miniature_course()
SLOPE = COURSE.exercise("slope")
FIRST, SECOND = (claim.check for claim in SLOPE.sheet.claims)
EN = words_in("en")
EXPECTED = "TanhBackward0(AddBackward0(MulBackward0(const, w), b))"
OBSERVED = "TanhBackward0(AddBackward0(b, const))"


def verdict(observed=OBSERVED, expected=EXPECTED, **more):
    difference = Difference("returned.graph", Kind.VALUE, observed, expected)
    reason = Reason(ReasonKind.DIFFERS, "slope(x)", difference, **more)
    checks = (
        CheckVerdict(FIRST, Outcome.FAILED, 0.0, 2.0, reason),
        CheckVerdict(SECOND, Outcome.PASSED, 1.0, 1.0),
    )
    return Verdict("slope", Outcome.FAILED, checks)


def feedback(*args, **more):
    return feedback_on(verdict(*args, **more), SLOPE, COURSE, EN)


def shown(told, width=100, **options):
    console = Console(record=True, width=width, file=io.StringIO(), no_color=True)
    console.print(render_feedback(told, EN, **options))
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_a_terminal_shows_both_graphs_under_the_usual_lines():
    assert shown(feedback())[2:14] == [
        "    called     slope(x)",
        "    looked at  graph of returned value",
        f"    expected   {EXPECTED}",
        f"    observed   {OBSERVED}",
        "",
        "    your graph           │ expected graph",
        "    ──────────           │ ──────────────",
        "    Tanh                 │ Tanh",
        "    └── Add              │ └── Add",
        "        ├── b            │     ├── Mul  - missing",
        "        └── const  ✂ cut │     │   ├── const  - missing",
        "                         │     │   └── w  - missing",
    ]


@pytest.mark.parametrize("width", [30, 40, 50])
def test_in_a_narrow_terminal_no_line_is_too_long(width):
    told = shown(feedback(), width)

    assert max(map(len, told)) <= width
    assert "    your graph" in told
    assert "    expected graph" in told


def test_a_plain_terminal_gets_plain_trees():
    told = [line for line in shown(feedback(), ascii_only=True) if "|" in line]

    assert len(told) == 8
    assert all(line.isascii() for line in told)


def test_messages_for_programs_stay_as_they_were():
    told = feedback()

    assert told.checks[0].message == (
        "called slope(x)\nlooked at graph of returned value\n"
        f"expected {EXPECTED}\nobserved {OBSERVED}"
    )
    assert "graphs" not in json_report([told], None)["results"][0]["checks"][0]


def test_on_a_hidden_case_nothing_is_drawn():
    told = feedback_on(silent(verdict()), SLOPE, COURSE, EN)

    assert told.checks[0].graphs is None
    assert "Tanh" not in "\n".join(shown(told))


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ("float", EXPECTED),
        (EXPECTED, "a tracked result"),
        ("zero", "present"),
        ("f(x)", "g(x)"),
        ("const", "w"),
        (OBSERVED + ")", EXPECTED),
        ("a(" * 1_000, EXPECTED),
        (None, EXPECTED),
        (ABSENT, EXPECTED),
        (OBSERVED, 2.0),
        ((OBSERVED,), (EXPECTED,)),
    ],
)
def test_what_is_no_graph_is_not_drawn(observed, expected):
    assert feedback(observed, expected).checks[0].graphs is None


def test_a_graph_that_was_cut_at_its_end_is_drawn():
    told = "\n".join(shown(feedback("const")))

    assert "const  ✂ cut │ Tanh  - missing" in told


def page(verdict_):
    answer = SimpleNamespace(
        exercise="slope",
        verdict=verdict_,
        score=1.0,
        max_score=3.0,
        graded=True,
        in_text="",
        excused=False,
    )
    student = SimpleNamespace(
        name="Ada", score=1.0, max_score=3.0, days_late=0, penalty=0.0, attempts=1, unread=(),
        answers=(answer,), quiz=(), unread_answers=(), adjusted=(), excused=False, automatic=None,
        in_text=(), written=(), ungraded=0.0,
    )  # fmt: skip
    results = SimpleNamespace(title={"en": "Homework", "hu": "Házi"}, course=COURSE, written=())
    return render_student_html(results, student, "en")


def drawings(text):
    found = []
    while "<svg" in text:
        start = text.index("<svg")
        end = text.index("</svg>") + len("</svg>")
        found.append(ElementTree.fromstring(text[start:end]))
        text = text[end:]
    return found


def test_a_page_shows_both_graphs_as_pictures():
    ours, theirs = drawings(page(verdict()))

    assert ours.get("aria-label").startswith("your graph: ")
    assert theirs.get("aria-label").startswith("expected graph: ")
    assert [len(svg.findall(".//{*}rect")) for svg in (ours, theirs)] == [4, 6]


def test_a_page_shows_no_picture_of_a_hidden_case():
    assert drawings(page(silent(verdict()))) == []


def test_hostile_names_in_a_graph_are_only_text_on_a_page():
    text = page(verdict("TanhBackward0(<script>alert</script>)"))

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert&lt;/script&gt;" in text
