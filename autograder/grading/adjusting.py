"""Adjusting results as the instructor decided; what was graded stays visible beneath."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from autograder.assignments.decisions import Decision
from autograder.content import nearest
from autograder.errors import InputError
from autograder.grading.enrolment import roster_of_class
from autograder.grading.results import (
    Adjusted,
    ExerciseResult,
    ItemResult,
    StudentResult,
    WrittenResult,
)
from autograder.rosters import Ambiguous, Person, Roster
from autograder.submissions import printable
from autograder.tables import number_of

__all__ = ["Decisions", "decide", "meant"]

_Answer = TypeVar("_Answer", ExerciseResult, ItemResult, WrittenResult)


@dataclass(frozen=True)
class Decisions:
    """What was decided about each student, in the order in which it was written down."""

    by_student: Mapping[str, Sequence[Decision]] = field(default_factory=dict)

    def of(self, student: str) -> Sequence[Decision]:
        """Return the decisions about the student with this id."""
        return self.by_student.get(student, ())

    def due(self, student: str) -> datetime | None:
        """Return the student's own due date, the last that was decided on."""
        return next((d.due for d in reversed(self.of(student)) if d.due is not None), None)

    def attempts(self) -> dict[str, int]:
        """Return the number of the attempt that counts, by student, where it was decided on."""
        return {
            student: one.attempt
            for student, decisions in self.by_student.items()
            for one in decisions
            if one.attempt is not None
        }

    def adjusted_answers(
        self, student: str, answers: Sequence[ExerciseResult]
    ) -> tuple[tuple[ExerciseResult, ...], tuple[Adjusted, ...]]:
        """Return *answers* with the points that were decided on, and what was adjusted."""
        return _each(self.of(student), {a.exercise: a for a in answers})

    def adjusted_items(
        self, student: str, answers: Sequence[ItemResult]
    ) -> tuple[tuple[ItemResult, ...], tuple[Adjusted, ...]]:
        """Return answers to quiz items with the points that were decided on."""
        return _each(self.of(student), {a.item: a for a in answers})

    def adjusted_written(
        self, student: str, answers: Sequence[WrittenResult]
    ) -> tuple[tuple[WrittenResult, ...], tuple[Adjusted, ...]]:
        """Return written answers with the points that were decided on, which grades them."""
        decided = {d.exercise for d in self.of(student) if d.points is not None}
        changed, adjusted = _each(self.of(student), {a.exercise: a for a in answers})
        return tuple(replace(a, decided=a.exercise in decided) for a in changed), adjusted

    def adjusted(self, result: StudentResult) -> StudentResult:
        """Return *result* with what was decided about the hand-in as a whole."""
        found: list[Adjusted] = list(result.adjusted)
        automatic, score, excused = result.score, result.score, False
        for one in self.of(result.id):
            if one.exercise is not None:
                continue
            before = score
            if one.points is not None:
                score = one.points
            if one.bonus is not None:
                score = max(0.0, score + one.bonus)
            excused = excused or bool(one.excused)
            found.append(Adjusted("", before, score, one.reason, one.comment, _what(one)))
        if not found:
            return result
        return replace(
            result,
            score=0.0 if excused else score,
            automatic=automatic if result.automatic is None else result.automatic,
            excused=excused,
            adjusted=tuple(found),
        )


def _what(decision: Decision) -> str:
    """Return what is decided, as the file's keys say it."""
    parts = [
        key if value is True else f"{key} {number_of(value)}"
        for key in ("points", "bonus", "excused", "attempt")
        if (value := getattr(decision, key)) is not None
    ]
    if decision.due is not None:
        parts.append(f"due {decision.due.isoformat(timespec='minutes')}")
    return ", ".join(parts)


def decide(decisions: Iterable[Decision], people: Mapping[str, Person]) -> Decisions:
    """
    Return *decisions* by student.

    Args:
        people: Everybody of the class by id.

    Raises:
        InputError: If a decision is about nobody, or about somebody who could be two people.
    """
    roster, ids = roster_of_class(people)
    found: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        for person in meant(one, roster):
            found[ids[person]].append(one)
    return Decisions(dict(found))


def meant(decision: Decision, roster: Roster) -> Sequence[Person]:
    """
    Return whom *decision* is about.

    Raises:
        InputError: If it is nobody on the *roster*, or somebody who could be several people.
    """
    if decision.group is not None:
        members = roster.in_group(decision.group)
        if not members:
            groups = {g for p in roster.people for g in (p.group, p.section) if g}
            raise InputError(
                f"adjust.yaml: nobody is in the group {decision.group!r}."
                f"{nearest(decision.group, sorted(groups))} Groups are known by --roster"
            )
        return members
    student = decision.student or ""
    person = roster.find(student)
    if isinstance(person, Ambiguous):
        ids = ", ".join(printable(one.id) for one in person.people)
        raise InputError(f"adjust.yaml: {student!r} could be several students; name an id: {ids}")
    if person is None:
        names = [name for one in roster.people for name in (*one.ids, one.email, one.name) if name]
        raise InputError(f"adjust.yaml: there is no student {student!r}.{nearest(student, names)}")
    return [person]


def _each(
    decisions: Sequence[Decision], answers: Mapping[str, _Answer]
) -> tuple[tuple[_Answer, ...], tuple[Adjusted, ...]]:
    """Answers by exercise or item, with the points that were decided on, and what was adjusted."""
    changed = dict(answers)
    found: list[Adjusted] = []
    for one in decisions:
        if one.exercise is None or one.exercise not in changed:
            continue
        answer = changed[one.exercise]
        before = answer.score
        if one.excused:
            answer = replace(answer, score=0.0, max_score=0.0, excused=True)
        elif one.points is not None:
            answer = replace(answer, score=one.points)
        changed[one.exercise] = answer
        found.append(
            Adjusted(one.exercise, before, answer.score, one.reason, one.comment, _what(one))
        )
    return tuple(changed.values()), tuple(found)
