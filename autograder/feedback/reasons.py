"""Why a check did not pass: lines on what was seen, what was expected and which idea is at stake."""

from __future__ import annotations

import re

from autograder.content import Course, Exercise
from autograder.drawing import Comparison
from autograder.feedback.facts import clean, label_of, relation_in_words, show_aspect
from autograder.feedback.graphs import drawn_graphs, written_graphs
from autograder.feedback.lines import Line, Role
from autograder.feedback.traces import Fit, Trace, fit_of, trace_of
from autograder.judging import CheckVerdict, Reason, ReasonKind
from autograder.languages import Words
from autograder.observations import ErrorFact, Fact
from autograder.runs import End, LoadFailure

__all__ = ["ReasonWriter"]


def _error_text(error: ErrorFact) -> str:
    return clean(f"{error.type_name}: {error.message}".removesuffix(": "), 400)


def _is_about_another(reason: Reason, recorded: Fact) -> bool:
    """Whether the facts that differ name ``W2`` and not ``W1``, of which the loop was recorded."""
    found = re.fullmatch(r"([A-Za-z_]+)\d+", recorded) if isinstance(recorded, str) else None
    if found is None or reason.difference is None:
        return False
    parts = (reason.difference.name, reason.difference.observed, reason.difference.expected)
    texts = " ".join(part for part in parts if isinstance(part, str))
    named = set(re.findall(rf"\b{found[1]}\d+\b", texts))
    return bool(named) and recorded not in named


class ReasonWriter:
    """Writes why checks of one exercise did not pass, in the language of *say*."""

    def __init__(self, exercise: Exercise, course: Course, say: Words) -> None:
        self._course = course
        self._say = say
        self._exercise = exercise
        language = say.language
        self._own_words = {name: text[language] for name, text in exercise.sheet.facts.items()}

    def lines(self, check: CheckVerdict) -> tuple[Line, ...]:
        """Return the lines on *check*; none if it passed."""
        reason = check.reason
        if reason is None:
            return ()
        if reason.hidden:
            return tuple(self._seen_on_hidden_cases(reason))
        ideas = [line for name in reason.misconceptions for line in self._idea(name)]
        return (*ideas, *self._evidence(reason))

    def lines_again(self, check: CheckVerdict) -> tuple[Line, ...]:
        """
        What is told of *check* where a check before it failed for the same cause.

        The explanation is not repeated, what was seen is. That the reason is the same is only
        said of a check which would be told that reason by itself.
        """
        reason = check.reason
        if reason is None:
            return ()
        same = Line(Role.NOTE, self._say("For the same reason as above."))
        if reason.hidden or reason.kind not in (ReasonKind.DIFFERS, ReasonKind.RAISED):
            return (same,)
        titles = [self._title(name) for name in reason.misconceptions]
        seen = [line for line in self._evidence(reason) if line.role is not Role.IDEA]
        return (*(titles if reason.leaning else [same]), *seen)

    def _title(self, misconception: str) -> Line:
        title = self._course.misconceptions[misconception].title[self._say.language]
        return Line(Role.NAME, f"{title} ({misconception})")

    def _idea(self, misconception: str) -> tuple[Line, Line]:
        sentence = self._course.sentence(misconception, self._exercise)[self._say.language]
        return self._title(misconception), Line(Role.IDEA, sentence)

    def _evidence(self, reason: Reason) -> list[Line]:
        """What was called, expected and observed."""
        match reason.kind:
            case ReasonKind.DIFFERS:
                return self._difference(reason)
            case ReasonKind.RAISED:
                return self._raised(reason)
            case ReasonKind.LOAD if reason.load is not None:
                return self._load(reason.load)
        return self._without_values(reason)

    def _without_values(self, reason: Reason) -> list[Line]:
        """The lines on a reason that one sentence of ours covers."""
        say = self._say
        match reason.kind:
            case ReasonKind.NOT_WRITTEN:
                return [Line(Role.NOTE, say("Not written yet: the stub is waiting for you."))]
            case ReasonKind.STOPPED:
                return [Line(Role.PROBLEM, self._stopped(reason))]
            case ReasonKind.BROKEN:
                return self._broken(reason)
            case ReasonKind.REFUSED:
                message = say(
                    "This program reaches for what grades it, and this assignment takes no such "
                    "program. If it has a reason to, ask your instructor."
                )
                return [Line(Role.NOTE, message)]
        return [Line(Role.NOTE, say("Not run: the program was stopped before this."))]

    def _seen_on_hidden_cases(self, reason: Reason) -> list[Line]:
        """The kind of problem; the judge has removed everything else."""
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
        """Return both graphs, marked, if they differ."""
        reason = check.reason
        if reason is None:
            return None
        drawn = drawn_graphs(check)
        if drawn is None and reason.kind is ReasonKind.DIFFERS and reason.difference is not None:
            return written_graphs(reason.difference)
        return drawn

    def trace(self, check: CheckVerdict) -> Trace | None:
        """What the loop did, where the claim failed; nothing of a weight that is not at fault."""
        if check.reason is None or _is_about_another(check.reason, check.recording.get("name")):
            return None
        return trace_of(check.recording, check.expected_recording, self._say)

    def fit(self, check: CheckVerdict) -> Fit | None:
        """Return the curve that was learnt, if one was recorded."""
        return fit_of(check.recording, check.expected_recording, self._say)

    def _difference(self, reason: Reason) -> list[Line]:
        difference, say = reason.difference, self._say
        assert difference is not None
        label = label_of(difference.name, say, self._own_words)
        lines = self._call(reason)
        expected = show_aspect(difference, difference.expected, say)
        observed = show_aspect(difference, difference.observed, say)
        # Of a single count no relation is worth a word: "0 (all zero)".
        if reason.relation is not None and type(difference.observed) is not int:
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
        lines = [*self._call(reason), *self._missed(error)]
        if error.line:
            where = self._say("line {n}", n=error.line)
            lines.append(Line(Role.CODE, clean(error.code, 200), where))
        lines.append(Line(Role.ERROR, _error_text(error)))
        explained = self._course.explain(error.type_name, error.message)
        if explained and not reason.misconceptions:
            lines.append(Line(Role.IDEA, explained[1].means[self._say.language]))
        return lines

    def _missed(self, error: ErrorFact) -> list[Line]:
        """That a name has no value, where *error* is why: it was raised when the file was loaded."""
        if not error.missed:
            return []
        name, say = clean(error.missed, 100), self._say
        if not error.line:
            told = say(
                "{name} has no value, since a line that was to give it one failed:", name=name
            )
        else:
            told = say("{name} has no value, since line {n} failed:", name=name, n=error.line)
        return [Line(Role.NOTE, told)]

    def _load(self, load: LoadFailure) -> list[Line]:
        error, say = load.error, self._say
        if load.kind == "missing":
            name = self._exercise.function
            text = say("Your file defines no function named {name}.", name=name)
            if load.nearest:
                text += " " + say("Did you mean to rename {name}?", name=clean(load.nearest, 80))
            return [Line(Role.PROBLEM, text)]
        lines = [Line(Role.NOTE, say("Your file could not be loaded, so nothing was checked."))]
        lines += self._missed(error)
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
        detail = [Line(Role.ERROR, clean(reason.detail, 400))] if reason.detail else []
        return [
            *detail,
            Line(Role.NOTE, say("This is our mistake. You lose no points; please report it.")),
        ]
