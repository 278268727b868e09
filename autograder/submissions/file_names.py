"""File names for students, fit for every system and unlike each other."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence

__all__ = ["safe_file_names"]


def safe_file_names(students: Sequence[str]) -> dict[str, str]:
    """
    Return a file name for each of *students*, fit for every system and unlike the others.

    Letters, digits, ``-``, ``_`` and ``.``, at most 80 characters. An id that is such a name
    already stands as it is; any other gets a piece of its SHA-256, and so does one that
    another's could be taken for: the same where case does not count, with what looks like such
    a piece, or with a dot, behind which endings and languages stand.
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
