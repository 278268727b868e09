"""The misconceptions that a class shows, with the number of students and examples."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.grading.results import ClassResults

__all__ = ["Shown", "misconceptions"]

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """
    A misconception and how many students show it.

    Attributes:
        examples: Programs that show it, without comments, string literals and people's names.
    """

    misconception: str
    students: int
    exercises: tuple[str, ...]
    examples: tuple[str, ...]


def misconceptions(results: ClassResults) -> tuple[Shown, ...]:
    """Return the misconceptions that were named, by how many students show them."""
    showing: dict[str, dict[str, None]] = {}
    where: dict[str, dict[str, None]] = {}
    programs: dict[str, dict[str, None]] = {}
    for student in results.students:
        for answer in student.answers:
            for name in answer.verdict.misconceptions if answer.verdict else ():
                showing.setdefault(name, {})[student.id] = None
                where.setdefault(name, {})[answer.exercise] = None
                if answer.gist.example:
                    programs.setdefault(name, {})[answer.gist.example] = None
        for given in student.quiz:
            for name in given.misconceptions:
                showing.setdefault(name, {})[student.id] = None
                where.setdefault(name, {})[given.item] = None
    order = list(results.course.misconceptions)
    ranked = sorted(showing, key=lambda name: (-len(showing[name]), order.index(name)))
    return tuple(
        Shown(
            name,
            len(showing[name]),
            tuple(where[name]),
            # The shortest show it best; sorting hides who wrote which.
            tuple(sorted(programs.get(name, {}), key=lambda text: (len(text), text))[:_EXAMPLES]),
        )
        for name in ranked
    )
