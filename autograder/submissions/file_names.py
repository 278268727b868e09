"""File names for students: valid on every system, and all different."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence

__all__ = ["safe_file_names"]


def safe_file_names(students: Sequence[str]) -> dict[str, str]:
    """
    Return by student a file name that is valid on every system and unlike all others.

    Names have letters, digits, ``-``, ``_`` and ``.``, at most 80 characters. An id that is such a
    name already is kept; to any other a piece of its SHA-256 is added. So it is to an id that could
    be mistaken for another's name: one that differs by case alone, ends with something like such a
    piece, or holds a dot, since file endings and languages follow a dot.
    """
    plain = {student: _plain(student) for student in students}
    count: dict[str, int] = defaultdict(int)
    for name in plain.values():
        count[name.casefold()] += 1
    return {
        student: name
        if name == student and count[name.casefold()] == 1 and not _ENDS_LIKE_OURS.search(name)
        else f"{name[:60]}-{_digest(student)}"
        for student, name in plain.items()
    }


_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ENDS_LIKE_OURS = re.compile(r"-[0-9a-f]{8,}$|\.", re.IGNORECASE)


def _plain(student: str) -> str:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", student)[:80].strip(".-")
    return f"student-{name}".strip("-") if not name or _RESERVED.fullmatch(name) else name


def _digest(student: str) -> str:
    return hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:16]
