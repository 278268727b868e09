"""A digest of all that makes two warm servers alike: interpreter, packages, our own code."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from autograder.sandbox.surroundings import environment
from autograder.sandbox.walls.places import PACKAGE

__all__ = ["digest", "is_as"]

#: Variables that change no import and no result.
_LANGUAGES = ("LANG", "LC_ALL", "LC_CTYPE")
#: The folder of the bundled course: jobs bring what is needed of a course as text.
_COURSE = "_course"
#: The digest that a process of a single command has found to be its own.
_found: list[str] = []


def is_as(expected: str) -> bool:
    """
    Tell whether :func:`digest` is *expected*; if so, this process won't look again.

    Only for a process that does one command and ends.
    """
    if digest() != expected:
        return False
    _found.append(expected)
    return True


def digest() -> str:
    """
    Return a text that differs if a server started now would differ from an earlier one.

    Nothing is imported for it: a file counts as changed if its size or time of change differs. The
    course is no part of it, for a server reads none: every job brings the text of its checks.
    """
    if _found:
        return _found[0]
    surroundings = {k: v for k, v in environment(warm=True).items() if k not in _LANGUAGES}
    facts = [
        sys.version, sys.executable, sys.prefix, surroundings,
        *map(_stamp, _versions_of("torch", "numpy")), *map(_stamp, _our_modules(str(PACKAGE))),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _versions_of(*packages: str) -> Iterator[str]:
    for package in packages:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield spec.origin
            yield str(Path(spec.origin).with_name("version.py"))


def _our_modules(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            yield entry.path
        elif entry.name != _COURSE and entry.is_dir():
            yield from _our_modules(entry.path)


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - half of a check's time would go into Paths
    except OSError:
        return path, 0, 0
    return path, found.st_size, found.st_mtime_ns
