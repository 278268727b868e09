"""What a learner has mastered: by concept, and by misconception that showed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from autograder.content import Course, Text
from autograder.workspace.progress import Progress

__all__ = ["ConceptMastered", "MisconceptionShown", "concepts_mastered", "misconceptions_shown"]


@dataclass(frozen=True, slots=True)
class ConceptMastered:
    """How many of a concept's exercises were passed, and of its questions answered right."""

    title: Text
    passed: int
    exercises: int
    right: int
    questions: int

    @property
    def share(self) -> float:
        """The part that is done, 0 to 1."""
        return (self.passed + self.right) / (self.exercises + self.questions)


@dataclass(frozen=True, slots=True)
class MisconceptionShown:
    """
    A misconception that the learner's work showed.

    Attributes:
        mended: Whether all exercises and questions that showed it have gone right since.
    """

    title: Text
    count: int
    mended: bool


def concepts_mastered(course: Course, progress: Progress) -> list[ConceptMastered]:
    """Return all concepts that anything is about, in the course's order."""
    found = []
    for name, concept in course.concepts.items():
        exercises = [e.id for e in course.exercises if name in e.sheet.concepts]
        items = [i for i, item in course.items.items() if name in item.concepts]
        if exercises or items:
            passed = sum(progress.passed(exercise) for exercise in exercises)
            right = sum(progress.items[i].last_right for i in items if i in progress.items)
            found.append(ConceptMastered(concept.title, passed, len(exercises), right, len(items)))
    return found


def misconceptions_shown(course: Course, progress: Progress) -> list[MisconceptionShown]:
    """Return the misconceptions that showed: those still open first, the most frequent first."""
    counts: Counter[str] = Counter()
    still: set[str] = set()
    for exercise, entry in progress.exercises.items():
        counts.update(entry.misconceptions)
        still.update(() if progress.passed(exercise) else entry.misconceptions)
    for item in progress.items.values():
        counts.update(item.misconceptions)
        still.update(() if item.last_right else item.misconceptions)
    known = [name for name in course.misconceptions if name in counts]
    return [
        MisconceptionShown(course.misconceptions[name].title, counts[name], name not in still)
        for name in sorted(known, key=lambda name: (name not in still, -counts[name]))
    ]
