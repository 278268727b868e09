"""Feedback on one exercise: its verdict as sentences and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from autograder.content import Course, Exercise
from autograder.drawing import Comparison
from autograder.feedback.facts import clean
from autograder.feedback.left_out import left_out_in_words
from autograder.feedback.lines import Line
from autograder.feedback.reasons import ReasonWriter
from autograder.feedback.traces import Fit, Trace
from autograder.judging import CheckVerdict, Outcome, Verdict
from autograder.languages import Words

__all__ = ["CheckFeedback", "ExerciseFeedback", "feedback_on"]


@dataclass(frozen=True, slots=True)
class CheckFeedback:
    """
    Feedback on one claim.

    Attributes:
        graphs: Both graphs, if they differ; renderers draw them. Not in *message*.
        trace: The passes of a loop, if they were recorded. Not in *message* either.
        fit: The curve that a model learnt, even if the claim holds.
    """

    check: str
    claim: str
    outcome: Outcome
    score: float
    max_score: float
    lines: tuple[Line, ...]
    graphs: Comparison | None = None
    trace: Trace | None = None
    fit: Fit | None = None

    @property
    def leading(self) -> tuple[Line, ...]:
        """The idea: the lines before the first one with a label, which begin what was seen."""
        return tuple(takewhile(lambda line: not line.label, self.lines))

    @property
    def message(self) -> str:
        """The lines as plain text."""
        return "\n".join(f"{line.label} {line.text}".strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class ExerciseFeedback:
    r"""
    Feedback on one exercise.

    Attributes:
        notes: Sentences on statements of the file that were not run to their end.

    Example:
        >>> from autograder import Feedback, Grading, open_course
        >>> program = "def slope_by_numbers(f, w, h):\n    return (f(w + h) - f(w)) / h\n"
        >>> with Grading(open_course()) as grading:
        ...     feedback: Feedback = grading.check_program(program, "slope_by_numbers")
        >>> feedback.title
        'Slope by numbers'
        >>> [line.text for line in feedback.lines if line.role == "name"]
        ['Difference to one side only (one_sided_difference)']
        >>> feedback.graphs
        ()
    """

    exercise: str
    title: str
    verdict: Verdict
    checks: tuple[CheckFeedback, ...]
    advice: tuple[str, ...]
    takeaway: str
    read_more: tuple[str, ...]
    printed: str
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of feedback, claim by claim."""
        return tuple(line for check in self.checks for line in check.lines)

    @property
    def graphs(self) -> tuple[Comparison, ...]:
        """The built graph beside the expected one, for each claim where the two differ."""
        return tuple(check.graphs for check in self.checks if check.graphs is not None)


def feedback_on(
    verdict: Verdict, exercise: Exercise, course: Course, say: Words
) -> ExerciseFeedback:
    """Put *verdict* into words."""
    language = say.language
    claims = {claim.check: claim.claim[language] for claim in exercise.sheet.claims}
    writer = ReasonWriter(exercise, course, say)
    checks = []
    explained: set[object] = set()
    for check in verdict.checks:
        cause = _cause(check)
        # One cause, one explanation: the second claim that fails alike only shows what was seen.
        if cause is not None and cause in explained:
            lines, graphs, trace, fit = writer.lines_again(check), None, None, None
        else:
            lines, graphs = writer.lines(check), writer.graphs(check)
            trace, fit = writer.trace(check), writer.fit(check)
        explained.add(cause)
        checks.append(
            CheckFeedback(
                check.check,
                claims[check.check],
                check.outcome,
                check.score,
                check.max_score,
                lines,
                graphs,
                trace,
                fit,
            )
        )
    return ExerciseFeedback(
        exercise=exercise.id,
        title=exercise.sheet.title[language],
        verdict=verdict,
        checks=tuple(checks),
        advice=tuple(course.sentence(name, exercise)[language] for name in verdict.advice),
        takeaway=exercise.sheet.takeaway[language] if verdict.outcome is Outcome.PASSED else "",
        read_more=tuple(exercise.sheet.read_more),
        printed=_first_lines(clean(verdict.printed, 2_000)),
        notes=tuple(left_out_in_words(one, exercise, say) for one in verdict.left_out),
    )


def _cause(check: CheckVerdict) -> object:
    """A value that is equal for two failed claims if they share a cause; None if that is unknown."""
    reason = check.reason
    if reason is None or check.outcome is Outcome.SKIPPED:
        return None
    if reason.misconceptions:
        return reason.misconceptions
    if reason.error:
        return reason.error
    return None if reason.difference else reason


def _first_lines(text: str, count: int = 8) -> str:
    """The first lines of *text*: a loop prints the same line many times, and a few suffice."""
    lines = text.rstrip("\n").splitlines()
    return "\n".join([*lines[:count], *(["…"] if len(lines) > count else [])])
