"""The distribution of scores, and figures on each exercise."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.grading.results import ClassResults, StudentResult

__all__ = ["FEWEST", "Bar", "Item", "correlation", "histogram", "items"]

_BARS = 10
#: Below this a correlation says more about chance than about the exercise.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """How many students scored at least *low* and below *high* percent; the last bar includes 100."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Item:
    """
    Figures on an exercise.

    Attributes:
        solved: Share of students with full points, 0 to 1.
        mean: Mean share of its points, 0 to 1.
        discrimination: Correlation of its score with the score of all others; None if there are
            too few students, or if all scored alike.
    """

    exercise: str
    solved: float
    mean: float
    discrimination: float | None


def histogram(results: ClassResults) -> tuple[Bar, ...]:
    """Return the distribution of scores, in ten bars."""
    width = 100 // _BARS
    counts = [0] * _BARS
    for student in results.students:
        share = student.score / student.max_score if student.max_score else 0.0
        counts[min(int(share * _BARS), _BARS - 1)] += 1
    return tuple(Bar(i * width, (i + 1) * width, count) for i, count in enumerate(counts))


def items(results: ClassResults) -> tuple[Item, ...]:
    """
    Return the figures on each exercise, in the assignment's order.

    The discrimination is the corrected item-total correlation: Pearson's r of the
    exercise's score and the sum of the others. Source: Nunnally & Bernstein,
    *Psychometric Theory*, 3rd ed., ch. 8.
    """
    found = []
    for exercise in results.exercises:
        own = [_share(student, exercise.id) for student in results.students]
        rest = [
            sum(a.score for a in student.answers if a.exercise != exercise.id)
            for student in results.students
        ]
        count = len(own) or 1
        solved = sum(math.isclose(share, 1.0) for share in own) / count
        found.append(Item(exercise.id, solved, sum(own) / count, correlation(own, rest)))
    return tuple(found)


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's r; None for fewer than five pairs, or if one side never varies."""
    if len(first) < FEWEST or any(max(side) - min(side) < 1e-9 for side in (first, second)):
        return None
    return statistics.correlation(first, second)


def _share(student: StudentResult, exercise: str) -> float:
    answer = student.answer(exercise)
    return answer.score / answer.max_score if answer.max_score else 0.0
