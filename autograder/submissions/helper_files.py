"""
Files beside a program that it imports: ``utils.py`` in the same folder, hand-in or download.

They are found by reading the program's imports; nothing is run. They belong to the program: they are
run with it, by whoever runs it, and a change in one of them is a change of the program.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from autograder.submissions.parsing import parts_of
from autograder.submissions.reading import read_submission
from autograder.submissions.refusals import MAX_SOURCE, SubmissionError

__all__ = [
    "MAX_HELPERS",
    "Sources",
    "find_helpers",
    "finder_in",
    "helpers_beside",
    "is_module_name",
    "read_sources",
]

#: Most files that one program imports, and how deep their packages are.
MAX_HELPERS = 50
_DEEPEST = 4
_NAME = re.compile(r"[^\W\d]\w{0,63}(?:\.[^\W\d]\w{0,63}){0,3}")
#: Returns the text of a file, by its path from the program's folder; None if there is none.
Find = Callable[[str], "str | None"]


@dataclass(frozen=True, slots=True)
class Sources:
    """
    The texts that make a program: its own, and those of files beside it that it imports.

    Attributes:
        helpers: By the names of their modules: ``utils``, ``lib.rates``. A package without an
            ``__init__.py`` has an empty text.
        in_text: If the answer stands in a notebook's cell of text, that cell's kind.
    """

    main: str
    helpers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    in_text: str = ""


def read_sources(path: Path) -> Sources:
    """
    Read a learner's own script or notebook, and the files in its folder that it imports.

    Raises:
        SubmissionError: If it can't be read; a file that it imports is then as good as missing.
    """
    source = read_submission(path)
    return Sources(source, helpers_beside(source, path.parent))


def helpers_beside(source: str, folder: Path) -> Mapping[str, str]:
    """Return the files in *folder* that *source* imports, by the names of their modules."""

    def find(name: str) -> str | None:
        path = folder / name
        try:
            return read_submission(path) if path.is_file() else None
        except (SubmissionError, OSError):
            return None

    return find_helpers(source, find)


def find_helpers(source: str, find: Find) -> Mapping[str, str]:
    """
    Return the texts of the modules that *source* imports and *find* has, and of those they import.

    Together they may be as long as a program may be; what is beyond that is as good as missing.
    """
    found: dict[str, str] = {}
    left = MAX_SOURCE
    waiting = [*_imported_by(source, "")]
    looked_at = set(waiting)
    while waiting and len(found) < MAX_HELPERS:
        module = waiting.pop(0)
        if (text := _text_of(module, find)) is None or len(text) > left:
            continue
        left -= len(text)
        found[module] = text
        for parent in _parents(module):
            found.setdefault(parent, "")
        package = module if _is_package(module, find) else module.rpartition(".")[0]
        fresh = [name for name in _imported_by(text, package) if name not in looked_at]
        looked_at.update(fresh)
        waiting += fresh
    return dict(list(found.items())[:MAX_HELPERS])


def is_module_name(name: str) -> bool:
    """Tell whether *name* may be a helper's: up to four names with dots between."""
    return _NAME.fullmatch(name) is not None


def _text_of(module: str, find: Find) -> str | None:
    path = module.replace(".", "/")
    text = find(f"{path}/__init__.py")
    return find(f"{path}.py") if text is None else text


def _is_package(module: str, find: Find) -> bool:
    return find(f"{module.replace('.', '/')}/__init__.py") is not None


def _parents(module: str) -> Iterator[str]:
    while module := module.rpartition(".")[0]:
        yield module


@functools.lru_cache(maxsize=512)
def _imported_by(source: str, package: str) -> tuple[str, ...]:
    """Names of modules that *source*, in *package*, may import; without the standard library's."""
    parts = parts_of(source)
    names: dict[str, None] = {}
    for node in ast.walk(parts.tree) if parts else ():
        for name in _modules_of(node, package):
            if is_module_name(name) and name.partition(".")[0] not in sys.stdlib_module_names:
                parents = [*_parents(name)]
                names.update(dict.fromkeys([*reversed(parents), name]))
    return tuple(names)


def _modules_of(node: ast.AST, package: str) -> Iterator[str]:
    match node:
        case ast.Import(names=aliases):
            yield from (alias.name for alias in aliases)
        case ast.ImportFrom(module=module, names=aliases, level=level):
            base = _base(module or "", level, package)
            if base is not None:
                yield base
                yield from (f"{base}.{alias.name}".lstrip(".") for alias in aliases)
        case ast.Call(
            func=ast.Name(id=function) | ast.Attribute(attr=function),
            args=[ast.Constant(value=str(name)), *_],
        ) if function in ("import_module", "__import__"):
            yield name


def _base(module: str, level: int, package: str) -> str | None:
    """The module that ``from ..module import`` means within *package*; None if there is none."""
    if level == 0:
        return module
    parts = package.split(".") if package else []
    if level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])


def finder_in(by_path: Mapping[str, str], folder: str) -> Find:
    """
    Return how a program in *folder* finds the other files of a hand-in: there first, then anywhere.

    Platforms that keep no folders put files side by side, and students hand in a file of a folder
    apart.

    Args:
        by_path: Their texts by their paths, ``/`` between folders.
    """
    anywhere: dict[str, str] = {}
    for path in sorted(by_path, key=lambda path: (path.count("/"), path)):
        parts = path.split("/")
        for start in range(max(0, len(parts) - _DEEPEST - 1), len(parts)):
            anywhere.setdefault("/".join(parts[start:]), by_path[path])

    def find(name: str) -> str | None:
        near = by_path.get(f"{folder}/{name}" if folder else name)
        return anywhere.get(name) if near is None else near

    return find
