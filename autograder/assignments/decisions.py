"""What the instructor decides: ``adjust.yaml`` beside an assignment, a list of decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

from autograder.assignments.sheet import Moment
from autograder.assignments.worth import total
from autograder.assignments.written import Texts, lacking
from autograder.content import ContentError, Language, Mistake, YamlFile, nearest
from autograder.files import write_whole
from autograder.tables import number_of

__all__ = ["DECISIONS", "Decision", "add_decision", "load_decisions"]

#: The file's name.
DECISIONS = "adjust.yaml"
_WHAT = ("points", "bonus", "excused", "due", "attempt", "comment")
#: What is decided about a hand-in as a whole.
_OF_ALL = ("due", "attempt", "bonus")
_Line = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]


class Decision(BaseModel):
    """
    One decision.

    Attributes:
        student: An id, e-mail address or name, as the roster or the hand-ins have it.
        group: Instead of a student, all of a group or section.
        exercise: The id of an exercise or quiz item; without it, the hand-in as a whole is meant.
        points: The points, whatever was graded. For the hand-in as a whole, after lateness.
        bonus: Points that are added to the sum; negative ones are taken off.
        excused: The exercise, or all, is not counted.
        due: Another due date.
        attempt: The number of the attempt that counts, from 1 in the order of time.
        comment: Something to tell the student, in one text or one for each language.
        reason: Why; for instructors alone.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    student: _Line | None = None
    group: _Line | None = None
    exercise: str | None = None
    points: float | None = Field(default=None, ge=0, le=100_000)
    bonus: float | None = Field(default=None, ge=-100_000, le=100_000)
    excused: Literal[True] | None = None
    due: Moment | None = None
    attempt: int | None = Field(default=None, ge=1, le=1_000)
    comment: Texts | None = None
    reason: _Line


class _Decisions(RootModel[list[Decision]]):
    pass


def load_decisions(
    path: Path, worth: Mapping[str, float], languages: Sequence[Language] = ()
) -> tuple[Decision, ...]:
    """
    Read the decisions at *path*; none if there is no such file.

    Args:
        worth: The points of each of the assignment's exercises and quiz items, by id.
        languages: Those of the assignment, in all of which students are to be told.

    Raises:
        ContentError: If the file has mistakes; lists each with its line, its key and a correction.
    """
    return _decisions_in(YamlFile(path), worth, languages) if path.exists() else ()


def _decisions_in(
    file: YamlFile, worth: Mapping[str, float], languages: Sequence[Language]
) -> tuple[Decision, ...]:
    if file.data is None:  # nothing but comments
        return ()
    decisions = file.validate(_Decisions).root
    mistakes = [
        file.mistake((index, key), problem)
        for index, decision in enumerate(decisions)
        for key, problem in _mistakes(decision, worth, languages)
    ]
    if mistakes:
        raise ContentError(mistakes)
    return tuple(decisions)


def _mistakes(
    decision: Decision, worth: Mapping[str, float], languages: Sequence[Language]
) -> Iterator[tuple[str, str]]:
    if (decision.student is None) is (decision.group is None):
        yield "student", "name a student or a group, one of them"
    if not any(getattr(decision, key) is not None for key in _WHAT):
        yield "reason", f"nothing is decided; add one of: {', '.join(_WHAT)}"
    if decision.exercise is not None:
        if decision.exercise not in worth:
            hint = nearest(decision.exercise, list(worth))
            yield "exercise", f"{decision.exercise!r} is not in the assignment.{hint}"
        for key in _OF_ALL:
            if getattr(decision, key) is not None:
                yield key, "it is about the hand-in as a whole; leave exercise out"
    # A slip of the pen, 53.6 for 5.36, must not make a sum that no gradebook can hold.
    most = total([*worth.values()]) if decision.exercise is None else worth.get(decision.exercise)
    if decision.points is not None and most is not None and decision.points > most:
        of = "the assignment" if decision.exercise is None else decision.exercise
        yield (
            "points",
            f"{of} is worth {number_of(most)}; give more by a bonus on the hand-in as a whole",
        )
    if decision.excused and (decision.points is not None or decision.bonus is not None):
        yield "excused", "what is excused has no points; remove one of the two"
    if decision.comment is not None:
        yield from (("comment", problem) for problem in lacking(decision.comment, languages))


def add_decision(
    path: Path,
    decision: Mapping[str, Any],
    worth: Mapping[str, float],
    languages: Sequence[Language] = (),
) -> Sequence[Decision]:
    """
    Write *decision* to the end of the file at *path*, whose other lines stay as they are.

    Args:
        worth, languages: As for :func:`load_decisions`.

    Returns:
        All decisions.

    Raises:
        ContentError: If the decision, or the file as it is, has mistakes; then nothing is written.
        OSError: If the file can't be written.
    """
    import yaml  # noqa: PLC0415 - only for writing, which few commands do

    before = path.read_text(encoding="utf-8") if path.exists() else ""
    load_decisions(path, worth, languages)
    if before.strip().startswith("["):
        message = "it is written in one line, [ … ]; write a decision a line, each after a dash"
        raise ContentError([Mistake(str(path), 1, 1, "", message)])
    text = yaml.safe_dump([dict(decision)], sort_keys=False, allow_unicode=True, width=100)
    start = before if not before or before.endswith("\n") else before + "\n"
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(start + text, encoding="utf-8")
        decisions = _decisions_in(YamlFile(draft, name=str(path)), worth, languages)
    finally:
        draft.unlink(missing_ok=True)
    write_whole(path, start + text, private=True)
    return decisions
