"""What a learner has mastered, as figures: by concept, and by misconception that showed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from autograder.content import Course
from autograder.workspace.progress import Progress

__all__ = ["ConceptMastery", "Shown", "concepts_of", "misconceptions_of"]


@dataclass(frozen=True, slots=True)
class ConceptMastery:
    """
    How far a learner is with a concept.

    Attributes:
        passed: How many of its *exercises* are passed.
        right: How many of its *questions* were answered right the last time.
    """

    concept: str
    passed: int
    exercises: int
    right: int
    questions: int

    @property
    def share(self) -> float:
        """The part that is done, 0 to 1."""
        return (self.passed + self.right) / (self.exercises + self.questions)


@dataclass(frozen=True, slots=True)
class Shown:
    """
    A misconception that a learner showed.

    Attributes:
        count: How often it was named.
        is_open: Whether an exercise or question in which it was named is still to be mended.
    """

    misconception: str
    count: int
    is_open: bool


def concepts_of(course: Course, progress: Progress) -> list[ConceptMastery]:
    """Return the learner's mastery of each concept that something of *course* is about."""
    found = []
    for name in course.concepts:
        exercises = [one.id for one in course.exercises if name in one.sheet.concepts]
        items = [item for item, about in course.items.items() if name in about.concepts]
        passed = sum(map(progress.passed, exercises))
        right = sum(progress.items[item].last_right for item in items if item in progress.items)
        if exercises or items:
            found.append(ConceptMastery(name, passed, len(exercises), right, len(items)))
    return found


def misconceptions_of(course: Course, progress: Progress) -> list[Shown]:
    """Return the misconceptions that the learner showed: open ones first, the most frequent first."""
    counts = Counter[str]()
    still = set[str]()
    shown = [
        *((one.misconceptions, progress.passed(name)) for name, one in progress.exercises.items()),
        *((one.misconceptions, one.last_right) for one in progress.items.values()),
    ]
    for named, mended in shown:
        counts.update(named)
        still.update(() if mended else named)
    known = [
        Shown(name, counts[name], name in still) for name in course.misconceptions if name in counts
    ]
    return sorted(known, key=lambda one: (not one.is_open, -one.count))
