"""
Near-identical submissions, as a question to the instructor and never a verdict.

Right answers to short exercises are alike by nature. So what counts are only the pieces
that few in the class have: winnowed fingerprints (Schleimer, Wilkerson & Aiken, *Winnowing*,
SIGMOD 2003; here from the library ``copydetect``, blind to names, comments and layout).
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.util
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from autograder.reports.results import ClassResults, StudentResult

__all__ = ["Alike", "can_tell", "find_alike"]

#: Tokens (characters of filtered code) in one piece; fewer are noise. copydetect's guarantee
#: is that a copied stretch of twice as many is always noticed.
_NOISE = 20
_WINDOW = 10
#: A piece is rare if no more of the class have it.
_RARE = 0.03
_FEWEST_WITH = 3
#: Two submissions with fewer rare pieces together say nothing.
_FEWEST_PIECES = 8
_ALIKE = 0.8
_MOST_PAIRS = 50


@dataclass(frozen=True, slots=True)
class Alike:
    """Two students (by id), the share of their rare pieces that both have, and how many."""

    first: str
    second: str
    share: float
    pieces: int


def can_tell() -> bool:
    """Tell whether ``copydetect`` (extra ``gradlings[instructor]``) is installed."""
    return importlib.util.find_spec("copydetect") is not None


def find_alike(results: ClassResults) -> tuple[Alike, ...]:
    """Return the most alike pairs, the most alike first; none where it can't be told."""
    if not can_tell():
        return ()
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
        # Jaccard: of all rare pieces of the two, those that both have.
        Alike(first, second, both / (rare[first] + rare[second] - both), both)
        for (first, second), both in shared.items()
        if both >= _FEWEST_PIECES
    ]
    alike = [pair for pair in found if pair.share >= _ALIKE]
    alike.sort(key=lambda pair: (-pair.share, -pair.pieces, pair.first, pair.second))
    return tuple(alike[:_MOST_PAIRS])


def _pieces(student: StudentResult) -> set[tuple[str, int]]:
    # The same piece in another exercise is another coincidence.
    return {
        (answer.exercise, piece)
        for answer in student.answers
        if answer.program.strip()
        for piece in _fingerprint(_normal(answer.program))
    }


def _normal(program: str) -> str:
    """*program* without comments and layout; many in a class are then the same text."""
    try:
        return ast.unparse(ast.parse(program))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return program


@functools.lru_cache(maxsize=100_000)
def _fingerprint(program: str) -> frozenset[int]:
    import numpy as np  # noqa: PLC0415 - slow to import
    from copydetect.utils import filter_code, winnow  # noqa: PLC0415 - an extra, and slow too

    try:
        text, _ = filter_code(program, "answer.py", "python")
    except Exception:  # noqa: BLE001 - whatever a lexer makes of a hostile file
        return frozenset()
    # copydetect's own hashes are Python's, which are others in every process, and with them
    # the pieces that are kept; the same class shall give the same report.
    hashes = [_stable(text[start : start + _NOISE]) for start in range(len(text) - _NOISE + 1)]
    if not hashes:
        return frozenset()
    kept, _ = winnow(np.array(hashes, dtype=np.int64), _WINDOW)
    return frozenset(map(int, kept))


def _stable(piece: str) -> int:
    digest = hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
