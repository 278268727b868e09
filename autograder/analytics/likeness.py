"""
Near-identical submissions, as a question to the instructor and never a verdict.

Right answers to short exercises are alike by nature, so only rare pieces count: fingerprints that
few programs of the class share. They were taken where programs are read (``submissions/gists.py``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from autograder.grading.results import ClassResults, StudentResult

__all__ = ["Alike", "find_alike"]

#: A piece is rare if at most this share of the class has it.
_RARE = 0.03
_FEWEST_WITH = 3
#: Fewer rare pieces in two submissions are no evidence.
_FEWEST_PIECES = 8
_ALIKE = 0.8
_MOST_PAIRS = 50


@dataclass(frozen=True, slots=True)
class Alike:
    """Two students (by id), and the share and number of their rare pieces that both have."""

    first: str
    second: str
    share: float
    pieces: int


def find_alike(results: ClassResults) -> tuple[Alike, ...]:
    """Return the most similar pairs, the most similar first; none if no program has pieces."""
    pieces = {student.id: _pieces(student) for student in results.students}
    having: dict[tuple[str, int], list[str]] = defaultdict(list)
    for student, own in pieces.items():
        for piece in own:
            having[piece].append(student)
    most = max(_FEWEST_WITH, int(_RARE * len(pieces)))
    shared: dict[tuple[str, str], int] = defaultdict(int)
    rare: dict[str, int] = defaultdict(int)
    for students in having.values():
        if len(students) <= most:
            for student in students:
                rare[student] += 1
            for first, second in combinations(sorted(students), 2):
                shared[first, second] += 1
    found = [
        # Jaccard index: the share of all rare pieces of the two that both have.
        Alike(first, second, both / (rare[first] + rare[second] - both), both)
        for (first, second), both in shared.items()
        if both >= _FEWEST_PIECES
    ]
    alike = [pair for pair in found if pair.share >= _ALIKE]
    alike.sort(key=lambda pair: (-pair.share, -pair.pieces, pair.first, pair.second))
    return tuple(alike[:_MOST_PAIRS])


def _pieces(student: StudentResult) -> set[tuple[str, int]]:
    # Exercises are kept apart: the same piece in another exercise is another coincidence.
    return {(answer.exercise, piece) for answer in student.answers for piece in answer.gist.pieces}
