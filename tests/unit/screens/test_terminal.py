"""Feedback on a terminal: nothing lost at any width, and learner text is only text."""

from __future__ import annotations

import io
import re

import pytest
from courses import bundled_course, miniature_course
from rich.cells import cell_len
from rich.console import Console

from autograder.feedback import CheckFeedback, ExerciseFeedback, Line, Role
from autograder.judging import CheckVerdict, Outcome, Verdict
from autograder.languages import words_in
from autograder.screens.exercises import render_list
from autograder.screens.feedback import render_feedback, render_summary
from autograder.screens.signs import ascii_only
from autograder.workspace import ExerciseProgress, Progress

COURSE = miniature_course()
EN, HU = words_in("en"), words_in("hu")

LINES = (
    Line(Role.CALL, "slope(tensor([1.25, 2.5, 3.75, 4.125, 5.0625, 6.03125]))", "called"),
    Line(Role.EXPECTED, "returned value = tensor([1.0, 2.0, 3.0, 4.0, 5.0])", "expected"),
    Line(Role.OBSERVED, "returned value = tensor([2.0, 4.0])   (twice the value)", "observed"),
    Line(Role.NAME, "The value in place of the slope (value_for_slope)"),
    Line(Role.IDEA, "The value says how high the curve is here, the slope how fast it rises."),
    Line(Role.NOTE, "Not run: the program was stopped before this."),
    Line(Role.CODE, "y = torch.tensor(x.item() ** 3)", "line 7"),
    Line(Role.ERROR, "RuntimeError: element 0 of tensors does not require grad"),
)


def feedback(outcome=Outcome.FAILED, lines=LINES, **more):
    max_score = 2.5
    score = max_score if outcome is Outcome.PASSED else 0.0
    check = CheckFeedback(
        "check", "The result is the derivative at every point.", outcome, score, max_score, lines
    )
    judged = CheckVerdict("check", outcome, score, max_score)
    texts = {"advice": (), "takeaway": "", "read_more": (), "printed": ""} | more
    return ExerciseFeedback(
        "slope", "The slope", Verdict("slope", outcome, (judged,)), (check,), **texts
    )


def shown(renderable, width=80, **options):
    console = Console(
        record=True, width=width, file=io.StringIO(), no_color=True, highlight=False, **options
    )
    console.print(renderable)
    return "".join(line.rstrip() + "\n" for line in console.export_text().splitlines())


def squeezed(text):
    return re.sub(r"\s", "", text)


# Nothing is lost


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("line", LINES, ids=lambda line: line.role.value)
def test_every_line_is_shown_in_full(line, width):
    text = shown(render_feedback(feedback(lines=(line,)), EN), width)

    assert squeezed(line.label + line.text) in squeezed(text)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_claim_and_points_are_shown_in_full(width):
    text = shown(render_feedback(feedback(), EN), width)

    assert "0/2.5" in text
    assert {"The", "result", "is", "the", "derivative", "at", "every", "point."} <= set(
        text.split()
    )


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"printed": "w is now 3.0\nand here is a rather long line that wraps at some width"},
            "Your code printed: w is now 3.0 and here is a rather long line that wraps at some width",
        ),
        (
            {"advice": (".data hides the change from autograd, which then can't warn you.",)},
            "Worth knowing: .data hides the change from autograd, which then can't warn you.",
        ),
        (
            {"takeaway": "A gradient belongs to one pass, and to no other one ever after."},
            "Take away: A gradient belongs to one pass, and to no other one ever after.",
        ),
        ({}, "more: gradlings hint slope"),
    ],
    ids=["printed", "advice", "takeaway", "more"],
)
def test_what_stands_below_the_claims_is_shown_in_full(more, words, width):
    text = shown(render_feedback(feedback(**more), EN), width)

    assert squeezed(words) in squeezed(text)


def test_what_stands_below_the_claims_speaks_hungarian():
    text = shown(render_feedback(feedback(printed="x", advice=("y",)), HU), 80)

    assert "A kódod ezt írta ki:" in text
    assert "Jó tudni: y" in text
    assert "bővebben: gradlings hint slope" in text


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(width):
    text = shown(render_feedback(feedback(printed="x" * 300, advice=("y " * 100,)), EN), width)

    assert max(map(len, text.splitlines())) <= width


def test_expected_and_observed_stand_under_each_other():
    text = shown(render_feedback(feedback(), EN), 100)

    columns = {line.index("returned value") for line in text.splitlines() if "returned" in line}
    assert len(columns) == 1


def test_feedback_on_a_failed_exercise_looks_like_this():
    lines = (LINES[1], Line(Role.OBSERVED, "returned value = None", "observed"), LINES[4])

    assert shown(render_feedback(feedback(lines=lines), EN), 90).splitlines() == [
        "slope  The slope",
        "✗ The result is the derivative at every point. 0/2.5",
        "    expected  returned value = tensor([1.0, 2.0, 3.0, 4.0, 5.0])",
        "    observed  returned value = None",
        "    The value says how high the curve is here, the slope how fast it rises.",
        "    more: gradlings hint slope",
    ]


def test_hints_are_not_offered_for_a_fault_of_ours():
    assert "gradlings hint" not in shown(render_feedback(feedback(Outcome.BROKEN), EN))


def test_hints_are_not_offered_to_those_who_passed():
    told = feedback(Outcome.PASSED, (), takeaway="A gradient belongs to one pass.")

    assert "gradlings hint" not in shown(render_feedback(told, EN))


# Signs


@pytest.mark.parametrize(
    ("outcome", "sign", "plain"),
    [
        (Outcome.PASSED, "✓", "+"),
        (Outcome.FAILED, "✗", "x"),
        (Outcome.ERRORED, "✗", "x"),
        (Outcome.TIMEOUT, "✗", "x"),
        (Outcome.SKIPPED, "–", "-"),
        (Outcome.BROKEN, "!", "!"),
    ],
)
def test_each_outcome_has_its_sign_and_a_plain_one(outcome, sign, plain):
    told = feedback(outcome)

    assert shown(render_feedback(told, EN)).splitlines()[1].startswith(f"{sign} The")
    assert (
        shown(render_feedback(told, EN, ascii_only=True)).splitlines()[1].startswith(f"{plain} The")
    )


@pytest.mark.parametrize("outcome", Outcome)
def test_plain_feedback_is_ascii_where_its_texts_are(outcome):
    told = feedback(outcome, printed="x", advice=("y",))

    assert shown(render_feedback(told, EN, ascii_only=True)).isascii()


@pytest.mark.parametrize(
    ("encoding", "plain"), [("utf-8", False), ("cp437", True), ("ascii", True), ("none", True)]
)
def test_a_console_that_lacks_our_signs_gets_plain_ones(encoding, plain):
    class Told(Console):
        encoding = ""

    console = Told(file=io.StringIO())
    Told.encoding = encoding

    assert ascii_only(console) is plain


# Learner text is never markup

MARKUP = "[red]x[/red] [/] [bold :smile: [link=http://a]b[/link] \\[x]"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("label", ["", "label"])
def test_markup_in_a_line_is_only_text(role, label):
    text = shown(render_feedback(feedback(lines=(Line(role, MARKUP, label),)), EN), 120)

    assert MARKUP in text


@pytest.mark.parametrize("more", [{"printed": MARKUP}, {"advice": (MARKUP,)}, {"takeaway": MARKUP}])
def test_markup_below_the_claims_is_only_text(more):
    assert MARKUP in shown(render_feedback(feedback(**more), EN), 120)


def test_markup_in_a_claim_is_only_text():
    check = CheckFeedback("check", MARKUP, Outcome.PASSED, 1.0, 1.0, ())
    told = ExerciseFeedback(
        "slope", MARKUP, Verdict("slope", Outcome.PASSED, ()), (check,), (), "", (), ""
    )

    assert shown(render_feedback(told, EN), 120).count(MARKUP) == 2


# Several exercises


def test_summary_has_a_line_for_each_exercise_and_the_sum():
    told = [feedback(), feedback(Outcome.PASSED, ())]

    assert [line.split() for line in shown(render_summary(told, EN)).splitlines()] == [
        ["✗", "slope", "0/2.5"],
        ["✓", "slope", "2.5/2.5"],
        ["all", "together", "2.5/5"],
    ]


def test_summary_speaks_hungarian():
    assert "összesen" in shown(render_summary([feedback()], HU))


def test_summary_is_ascii_where_it_must_be():
    told = [feedback(outcome) for outcome in Outcome]

    assert shown(render_summary(told, EN, ascii_only=True)).isascii()


# The list of exercises


def progress_with(*passed):
    return Progress(exercises={name: ExerciseProgress(passed_at="2026-01-01") for name in passed})


def listed(*passed, say=EN, **options):
    text = shown(render_list(COURSE, progress_with(*passed), say, **options))
    return [line.strip() for line in text.splitlines()]


def test_list_shows_all_exercises_in_order_by_chapter():
    assert [line.split("  ")[0] for line in listed()] == [
        "Values",
        "double_it",
        "mean_of",
        "count_down",
        "Gradients",
        "slope",
        "step",
    ]


def test_list_ticks_what_was_passed():
    assert [line for line in listed("mean_of") if "✓" in line] == ["✓    mean_of     The mean"]


def test_list_has_a_plain_tick_too():
    assert [line[0] for line in listed("mean_of", ascii_only=True) if "mean_of" in line] == ["+"]


def test_an_exercise_that_was_tried_is_not_ticked():
    progress = Progress(exercises={"mean_of": ExerciseProgress(attempts=3)})

    assert "✓" not in shown(render_list(COURSE, progress, EN))


@pytest.mark.parametrize("width", [20, 24])
def test_where_it_is_narrow_a_title_stands_below_its_exercise(width):
    text = shown(render_list(COURSE, progress_with("mean_of"), EN), width=width)
    lines = [line.rstrip() for line in text.splitlines()]

    assert max(map(len, lines)) <= width
    name = lines.index("✓    mean_of")
    assert lines[name + 1] == "       The mean"
    assert "     double_it" in lines


@pytest.mark.by_day(2)
@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("say", [EN, HU], ids=["en", "hu"])
def test_the_list_of_the_whole_course_is_never_wider_than_the_window(width, say):
    course = bundled_course()
    text = shown(render_list(course, Progress(), say), width=width)

    assert max(map(cell_len, map(str.rstrip, text.splitlines()))) <= width
    for exercise in course.exercises:  # No id and no title is cut.
        assert exercise.id in text
        assert all(word in text for word in exercise.sheet.title[say.language].split())


def test_list_speaks_hungarian():
    assert "Kétszer annyi" in " ".join(listed(say=HU))


def test_list_marks_the_current_exercise():
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)
    console.print(render_list(COURSE, Progress(), EN, current=COURSE.exercise("slope")))
    styled = console.export_text(styles=True)

    (line,) = (line for line in styled.splitlines() if "slope" in line and "The slope" in line)
    assert "\x1b[1;36m" in line
    assert styled.count("\x1b[1;36m") == 1
