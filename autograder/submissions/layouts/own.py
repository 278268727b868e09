"""Layouts of nobody's in particular: a folder or a file for each student, or names by a pattern."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from autograder.errors import InputError
from autograder.moments import moment_in
from autograder.submissions.layouts.layout import Owner, Platform, cut

__all__ = ["Named", "Plain"]

# All of the ending of archives, of zero_it.py.txt and of why.md.txt.
_END = re.compile(r"(\.(tar|py|ipynb|md))?\.[^./]+$", re.IGNORECASE)


class Plain:
    """
    A student for each folder or, outside of folders, for each file.

    Args:
        platform: :attr:`Platform.FOLDERS` or :attr:`Platform.FLAT`.
        exercises: Ids of exercises; ``anna_zero_it.py`` is a file of anna's.
    """

    def __init__(self, platform: str, exercises: Collection[str]) -> None:
        self.platform = platform
        self._exercises = sorted(exercises, key=len, reverse=True)

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return the owner of the file at *path*."""
        first, _, inner = path.partition("/")
        if inner:
            return (Owner(cut(first), cut(first), inner),)
        end = _END.search(first)
        stem = first[: end.start()] if end and end.start() else first
        for exercise in self._exercises:
            for pattern in (rf"(.+)[_-]{exercise}", rf"{exercise}[_-](.+)"):
                if found := re.fullmatch(pattern, stem, re.IGNORECASE | re.DOTALL):
                    student = cut(found[1])
                    return (Owner(student, student, exercise + first[len(stem) :]),)
        return (Owner(cut(stem), cut(stem), first),)


class Named:
    """
    Names as a pattern of the instructor's says.

    Args:
        pattern: A regular expression for the whole path, with a group ``student``, and perhaps
            ``time`` and ``file``.
        groups: By path, of those that it matches, its groups. They are found in a process that can be
            ended (:meth:`autograder.submissions.Reader.matched`).

    Raises:
        InputError: If it is none, or has no such group.
    """

    platform = Platform.NAMED

    def __init__(
        self, pattern: str, groups: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    ) -> None:
        self.pattern, self._groups = pattern, groups
        try:
            compiled = re.compile(pattern, re.DOTALL)
        except re.error as error:
            raise InputError(f"--names {pattern}: no regular expression ({error})") from None
        names = set(compiled.groupindex)
        if "student" not in names or names - {"student", "time", "file"}:
            raise InputError(
                f"--names {pattern}: it needs a group (?P<student>…), and may have (?P<time>…) and "
                "(?P<file>…), no others"
            )

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return the owner of the file at *path*."""
        parts = self._groups.get(path, {})
        if not parts.get("student"):
            return ()
        student, when = cut(parts["student"]), parts.get("time") or ""
        file = parts.get("file") or path.rpartition("/")[2]
        moment = moment_in(when)
        order = tuple(int(number[:18]) for number in re.findall(r"\d+", when))
        return (Owner(student, student, file, when, order=order, submitted=moment),)
