"""Verdicts as sentences: what was seen, what was expected, which idea is at stake."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.content import Course, Exercise
from autograder.drawing import (
    Comparison,
    Graph,
    GraphError,
    Kind,
    compare,
    graph_from_fact,
    parse_graph,
)
from autograder.enums import StrEnum
from autograder.feedback.facts import (
    clean,
    label_of,
    relation_in_words,
    show_aspect,
)
from autograder.feedback.flight import Fit, Flight, fit_of, flight_of
from autograder.judging import CheckVerdict, Difference, Outcome, Reason, ReasonKind, Verdict
from autograder.languages import Words
from autograder.observations import ErrorFact
from autograder.runs import End, LoadFailure

__all__ = ["CheckFeedback", "ExerciseFeedback", "Line", "Role", "feedback_on"]


# What an untracked value is called in a graph.
_CONSTANT = "const"


class Role(StrEnum):
    """What a line of feedback is for; renderers choose its looks by it."""

    CALL = "call"
    EXPECTED = "expected"
    OBSERVED = "observed"
    CODE = "code"
    ERROR = "error"
    NAME = "name"
    IDEA = "idea"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of feedback. *label* is a short word before it, or empty."""

    role: Role
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class CheckFeedback:
    """
    What a learner reads about one claim.

    Attributes:
        graphs: Both graphs, where they differ; renderers draw them. Not in *message*.
        flight: What a loop did, pass by pass, where it was recorded. Not in *message* either.
        fit: The curve that a model learnt; of a claim that holds, too.
    """

    check: str
    claim: str
    outcome: Outcome
    score: float
    max_score: float
    lines: tuple[Line, ...]
    graphs: Comparison | None = None
    flight: Flight | None = None
    fit: Fit | None = None

    @property
    def message(self) -> str:
        """The lines as plain text."""
        return "\n".join(f"{line.label} {line.text}".strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class ExerciseFeedback:
    """What a learner reads about one exercise."""

    exercise: str
    title: str
    verdict: Verdict
    checks: tuple[CheckFeedback, ...]
    advice: tuple[str, ...]
    takeaway: str
    read_more: tuple[str, ...]
    printed: str


def feedback_on(
    verdict: Verdict, exercise: Exercise, course: Course, say: Words
) -> ExerciseFeedback:
    """Put *verdict* into words."""
    language = say.language
    claims = {claim.check: claim.claim[language] for claim in exercise.sheet.claims}
    writer = _Writer(exercise, course, say)
    checks = []
    told: set[object] = set()
    for check in verdict.checks:
        cause = _cause(check)
        # One cause, one explanation: the second claim that fails alike only says so.
        if cause is not None and cause in told:
            lines: tuple[Line, ...] = (Line(Role.NOTE, say("For the same reason as above.")),)
            graphs = flight = fit = None
        else:
            lines, graphs = writer.lines(check), writer.graphs(check)
            flight, fit = writer.flight(check), writer.fit(check)
        told.add(cause)
        checks.append(
            CheckFeedback(
                check.check,
                claims[check.check],
                check.outcome,
                check.score,
                check.max_score,
                lines,
                graphs,
                flight,
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
    )


def _drawn(check: CheckVerdict) -> Comparison | None:
    """Both graphs as the check drew them, with values and gradients, where they differ."""
    try:
        ours, theirs = (
            graph_from_fact(film.get("graph"))
            for film in (check.recording, check.expected_recording)
        )
    except GraphError:
        return None
    both = compare(ours, theirs)
    return None if both.same else both


def _written(difference: Difference) -> Comparison | None:
    """Both graphs, where the facts that differ are such."""
    observed, expected = difference.observed, difference.expected
    # An Absent is a str too.
    if type(observed) is not str or type(expected) is not str:
        return None
    try:
        ours, theirs = parse_graph(observed), parse_graph(expected)
    except GraphError:
        return None
    # "const" is a graph only where one is expected: it was cut at its very end.
    if _is_autograds(theirs) and (_is_autograds(ours) or observed == _CONSTANT):
        return compare(ours, theirs)
    return None


def _is_autograds(graph: Graph) -> bool:
    """Whether *graph* has an operation of autograd's; other texts have brackets too."""
    return any("Backward" in node.name for node in graph.nodes if node.kind is Kind.OPERATION)


def _cause(check: CheckVerdict) -> object:
    """What two failed claims have in common if they fail alike; None if there is no telling."""
    reason = check.reason
    if reason is None or check.outcome is Outcome.SKIPPED:
        return None
    if reason.misconceptions:
        return reason.misconceptions
    if reason.error:
        return reason.error
    return None if reason.difference else reason


def _error_text(error: ErrorFact) -> str:
    return clean(f"{error.type_name}: {error.message}".removesuffix(": "), 400)


def _first_lines(text: str, count: int = 8) -> str:
    """A loop prints the same line for every case; a few are enough to recognise it."""
    lines = text.rstrip("\n").splitlines()
    return "\n".join([*lines[:count], *(["…"] if len(lines) > count else [])])


class _Writer:
    def __init__(self, exercise: Exercise, course: Course, say: Words) -> None:
        self._course = course
        self._say = say
        self._exercise = exercise
        language = say.language
        self._own_words = {name: text[language] for name, text in exercise.sheet.facts.items()}

    def lines(self, check: CheckVerdict) -> tuple[Line, ...]:
        reason = check.reason
        if reason is None:
            return ()
        if reason.hidden:
            return tuple(self._seen_on_hidden_cases(reason))
        match reason.kind:
            case ReasonKind.DIFFERS:
                lines = self._difference(reason)
            case ReasonKind.RAISED:
                lines = self._raised(reason)
            case ReasonKind.LOAD if reason.load is not None:
                lines = self._load(reason.load)
            case _:
                lines = self._without_values(reason)
        for name in reason.misconceptions:
            misconception = self._course.misconceptions[name]
            title = misconception.title[self._say.language]
            lines.append(Line(Role.NAME, f"{title} ({name})"))
            sentence = self._course.sentence(name, self._exercise)
            lines.append(Line(Role.IDEA, sentence[self._say.language]))
        return tuple(lines)

    def _without_values(self, reason: Reason) -> list[Line]:
        """What is told in one sentence of ours."""
        say = self._say
        match reason.kind:
            case ReasonKind.NOT_WRITTEN:
                return [Line(Role.NOTE, say("Not written yet: the stub is waiting for you."))]
            case ReasonKind.STOPPED:
                return [Line(Role.ERROR, self._stopped(reason))]
            case ReasonKind.BROKEN:
                return self._broken(reason)
            case ReasonKind.REFUSED:
                told = say(
                    "This program reaches for what grades it, and this assignment takes no such "
                    "program. If it has a reason to, ask your instructor."
                )
                return [Line(Role.NOTE, told)]
        return [Line(Role.NOTE, say("Not run: the program was stopped before this."))]

    def _seen_on_hidden_cases(self, reason: Reason) -> list[Line]:
        """Which kind of thing went wrong; the judge left no more of it."""
        say = self._say
        only = Line(Role.NOTE, say("Only hidden cases show this, so no more can be told."))
        match reason.kind:
            case ReasonKind.DIFFERS if reason.difference is not None:
                label = label_of(reason.difference.name, say, self._own_words)
                text = say("{label} is not what it should be on a hidden case", label=label)
                return [Line(Role.OBSERVED, text)]
            case ReasonKind.DIFFERS:
                text = say("Something more was seen on a hidden case than the right answer shows.")
                return [Line(Role.OBSERVED, text)]
            case ReasonKind.RAISED if reason.error is not None:
                return [self._only_its_type(reason.error), only]
            case ReasonKind.LOAD if reason.load is not None and reason.load.kind == "missing":
                return [*self._load(reason.load), only]
            case ReasonKind.LOAD if reason.load is not None:
                not_loaded = say("Your file could not be loaded, so nothing was checked.")
                return [
                    Line(Role.NOTE, not_loaded), self._only_its_type(reason.load.error), only,
                ]  # fmt: skip
            case ReasonKind.STOPPED | ReasonKind.NOT_WRITTEN:
                return [*self._without_values(reason), only]
        return self._without_values(reason)

    def _only_its_type(self, error: ErrorFact) -> Line:
        say = self._say
        where = say("line {n}", n=error.line) if error.line else ""
        return Line(Role.ERROR, error.type_name or say("an exception of its own"), where)

    def graphs(self, check: CheckVerdict) -> Comparison | None:
        """Both graphs, marked, if they differ."""
        reason = check.reason
        if reason is None:
            return None
        drawn = _drawn(check)
        if drawn is None and reason.kind is ReasonKind.DIFFERS and reason.difference is not None:
            return _written(reason.difference)
        return drawn

    def flight(self, check: CheckVerdict) -> Flight | None:
        """What the loop did, where the claim failed."""
        if check.reason is None:
            return None
        return flight_of(check.recording, check.expected_recording, self._say)

    def fit(self, check: CheckVerdict) -> Fit | None:
        """The curve that was learnt."""
        return fit_of(check.recording, check.expected_recording, self._say)

    def _difference(self, reason: Reason) -> list[Line]:
        difference, say = reason.difference, self._say
        assert difference is not None
        label = label_of(difference.name, say, self._own_words)
        lines = self._call(reason)
        expected = show_aspect(difference, difference.expected, say)
        observed = show_aspect(difference, difference.observed, say)
        if reason.relation is not None:
            observed += f"   ({relation_in_words(reason.relation, say)})"
        if " " in label:
            # A phrase gets a line of its own; "W.grad" stands before each value, as in code.
            lines.append(Line(Role.CALL, label, say("looked at")))
        else:
            expected, observed = f"{label} = {expected}", f"{label} = {observed}"
        lines.append(Line(Role.EXPECTED, expected, say("expected")))
        lines.append(Line(Role.OBSERVED, observed, say("observed")))
        return lines

    def _call(self, reason: Reason) -> list[Line]:
        if not reason.call:
            return []
        return [Line(Role.CALL, clean(reason.call, 300), self._say("called"))]

    def _raised(self, reason: Reason) -> list[Line]:
        error = reason.error
        assert error is not None
        lines = self._call(reason)
        if error.line:
            where = self._say("line {n}", n=error.line)
            lines.append(Line(Role.CODE, clean(error.code, 200), where))
        lines.append(Line(Role.ERROR, _error_text(error)))
        explained = self._course.explain(error.type_name, error.message)
        if explained and not reason.misconceptions:
            lines.append(Line(Role.IDEA, explained[1].means[self._say.language]))
        return lines

    def _load(self, load: LoadFailure) -> list[Line]:
        error, say = load.error, self._say
        if load.kind == "missing":
            name = self._exercise.function
            text = say("Your file defines no function named {name}.", name=name)
            if load.nearest:
                text += " " + say("Did you mean to rename {name}?", name=clean(load.nearest, 80))
            return [Line(Role.ERROR, text)]
        lines = [Line(Role.NOTE, say("Your file could not be loaded, so nothing was checked."))]
        if error.line:
            lines.append(Line(Role.CODE, clean(error.code, 200), say("line {n}", n=error.line)))
        lines.append(Line(Role.ERROR, _error_text(error)))
        explained = self._course.explain(error.type_name, error.message)
        if explained:
            lines.append(Line(Role.IDEA, explained[1].means[say.language]))
        return lines

    def _stopped(self, reason: Reason) -> str:
        say = self._say
        match reason.end:
            case End.TIMEOUT:
                seconds = f"{self._exercise.sheet.time_limit:g}"
                return say(
                    "Your code was still running after {seconds} seconds. "
                    "Is there a loop that never ends?",
                    seconds=seconds,
                )
            case End.FLOODED:
                return say("Your code sent more output than the grader takes.")
            case End.MALFORMED:
                return say("What came back from your code could not be read.")
            case End.BROKE_CHECK if reason.hidden:
                return say("The check could not go on with what your code returned or changed.")
            case End.BROKE_CHECK:
                return say(
                    "The check could not go on with what your code returned or changed: {detail}",
                    detail=clean(reason.detail, 300),
                )
        if reason.hidden:
            return say(
                "Your code ended the whole program. "
                "Calls such as os._exit() or a crash inside a library do that."
            )
        return say(
            "Your code ended the whole program ({detail}). "
            "Calls such as os._exit() or a crash inside a library do that.",
            detail=clean(reason.detail, 100),
        )

    def _broken(self, reason: Reason) -> list[Line]:
        say = self._say
        told = [Line(Role.ERROR, clean(reason.detail, 400))] if reason.detail else []
        return [
            *told,
            Line(Role.NOTE, say("This is our mistake. You lose no points; please report it.")),
        ]
