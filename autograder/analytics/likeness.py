"""
Near-identical submissions, as a question to the instructor and never a verdict.

Right answers to short exercises are alike by nature, so a piece of code tells the more, the fewer
of the class have it: it weighs log2(class / those who have it) bits, as a word does in a search
engine (inverse document frequency). The pieces were taken where programs are read
(``submissions/gists.py``), without what was handed out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.grading.results import ClassResults, StudentResult

__all__ = ["Alike", "find_alike"]

#: A piece that more of the class have tells nothing; in a small class, three may have it.
_COMMON = 0.2
_FEWEST_WITH = 3
#: Fewer bits in common are no evidence.
_FEWEST_BITS = 24.0
_ALIKE = 0.8
_MOST_ROWS = 50
#: Of a piece that more have, not all pairs are looked at: each is compared with the first.
_MOST_COMPARED = 8
#: Pairs with fewer telling pieces in common are not compared.
_FEWEST_PIECES = 4

_Piece = tuple[str, int]
#: The share that two students have in common, and how many bits that tells.
_Measured = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Alike:
    """
    Students (by id) whose programs are near-identical.

    Attributes:
        share: The share of what tells two of them from the class that both have; of the pair that
            has least in common.
        bits: How much that tells.
        exercise: Where they have most in common.
    """

    students: tuple[str, ...]
    share: float
    bits: float
    exercise: str


def find_alike(results: ClassResults) -> tuple[Alike, ...]:
    """Return the groups, the most similar first; none if no program has pieces."""
    pieces = {student.id: _pieces(student) for student in results.students}
    weights = _weights(pieces)
    told = {student: {p for p in own if p in weights} for student, own in pieces.items()}
    pairs = {}
    for first, second in _candidates(told):
        both = told[first] & told[second]
        bits = sum(weights[piece] for piece in both)
        share = bits / sum(weights[piece] for piece in told[first] | told[second])
        if share >= _ALIKE and bits >= _FEWEST_BITS:
            pairs[first, second] = (share, bits)
    found = [_group(group, measured, told, weights) for group, measured in _groups(pairs)]
    found.sort(key=lambda one: (-one.share, -one.bits, one.students))
    return tuple(found[:_MOST_ROWS])


def _pieces(student: StudentResult) -> set[_Piece]:
    # Exercises are kept apart: the same piece in another exercise is another coincidence.
    return {(answer.exercise, piece) for answer in student.answers for piece in answer.gist.pieces}


def _weights(pieces: Mapping[str, Iterable[_Piece]]) -> dict[_Piece, float]:
    """How many bits each piece tells, of those that two or more have, but not too many."""
    having: dict[_Piece, int] = defaultdict(int)
    for own in pieces.values():
        for piece in own:
            having[piece] += 1
    most = max(_FEWEST_WITH, int(_COMMON * len(pieces)))
    return {
        piece: math.log2(max(len(pieces), 2) / min(count, len(pieces) - 1 or 1))
        for piece, count in having.items()
        if count <= most
    }


def _candidates(told: Mapping[str, set[_Piece]]) -> Iterator[tuple[str, str]]:
    """
    Yield pairs that have several telling pieces in common.

    Each piece is looked at in turn, so the time grows with the pieces and not with the pairs: of
    one that many have, each of them is compared with the first of them only.
    """
    having: dict[_Piece, list[str]] = defaultdict(list)
    for student in sorted(told):
        for piece in told[student]:
            having[piece].append(student)
    common: Counter[tuple[str, str]] = Counter()
    for students in having.values():
        if len(students) <= _MOST_COMPARED:
            common.update(combinations(students, 2))
        else:
            common.update((students[0], other) for other in students[1:])
    return (pair for pair, count in common.items() if count >= _FEWEST_PIECES)


def _groups(pairs: Mapping[tuple[str, str], _Measured]) -> list[tuple[list[str], list[_Measured]]]:
    """The students of *pairs* in groups that hang together, each sorted, and its pairs' measures."""
    group_of: dict[str, list[str]] = {}
    for first, second in sorted(pairs):
        # The smaller joins the larger, so nobody changes groups more than log2(class) times.
        other, one = sorted(
            (group_of.setdefault(name, [name]) for name in (first, second)), key=len
        )
        if one is not other:
            one += other
            for student in other:
                group_of[student] = one
    measured: dict[int, list[_Measured]] = defaultdict(list)
    for (first, _), found in pairs.items():
        measured[id(group_of[first])].append(found)
    groups = {id(group): group for group in group_of.values()}
    return [(sorted(group), measured[number]) for number, group in groups.items()]


def _group(
    group: list[str],
    measured: Sequence[_Measured],
    told: Mapping[str, set[_Piece]],
    weights: Mapping[_Piece, float],
) -> Alike:
    by_exercise: dict[str, float] = defaultdict(float)
    for piece in set.intersection(*(told[student] for student in group[:2])):
        by_exercise[piece[0]] += weights[piece]
    return Alike(
        students=tuple(group),
        share=min(share for share, _ in measured),
        bits=min(bits for _, bits in measured),
        exercise=max(sorted(by_exercise), key=lambda name: by_exercise[name], default=""),
    )
