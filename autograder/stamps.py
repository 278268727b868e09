"""Stamps: digests that change whenever something changes that a file was made from."""

from __future__ import annotations

import copyreg
import functools
import hashlib
import importlib.util
import os
import pickle
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

__all__ = ["Stamps", "our_stamp", "stamp_of"]

_PACKAGE = str(Path(__file__).resolve().parent)
#: Libraries by which what is read from a hand-in, or what a page says, may change.
_LIBRARIES = ("babel", "copydetect", "ijson", "jinja2", "markupsafe", "pydantic")


def _view(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


# Python's own pickling, to other processes as well, knows no read-only views.
copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))


def stamp_of(value: object) -> str:
    """
    Return a digest of *value*: a number, text, path, model, data class, or lists and mappings of these.

    Equal values that were made in the same way have the same stamp, in every process. In doubt two
    stamps differ (an unordered set of texts has one in each process): then something is made again
    that need not have been.
    """
    return _stamped(value, _Pickler)


class Stamps:
    """
    Stamps of many values with parts in common, as :func:`stamp_of` makes them for one.

    Args:
        shared: The type of those parts. Each is looked at once, and must stay as long as this object.
    """

    def __init__(self, shared: type) -> None:
        of_parts: dict[int, str] = {}

        class Pickler(_Pickler):
            """Writes the stamp of a part in its place."""

            def reducer_override(self, one: Any) -> Any:
                if type(one) is not shared:
                    return super().reducer_override(one)
                if id(one) not in of_parts:
                    of_parts[id(one)] = stamp_of(one)
                return str, (of_parts[id(one)],)

        self._pickler = Pickler

    def of(self, value: object) -> str:
        """Return the stamp of *value*."""
        return _stamped(value, self._pickler)


class _Pickler(pickle.Pickler):
    """Writes models as their JSON, since their sets have another order in each process."""

    def reducer_override(self, one: Any) -> Any:
        if isinstance(one, BaseModel):
            return type(one), (one.model_dump_json(),)
        return NotImplemented


def _stamped(value: object, pickler_type: type[_Pickler]) -> str:
    stream = BytesIO()
    pickler = pickler_type(stream, protocol=pickle.HIGHEST_PROTOCOL)
    # Otherwise it would matter which equal texts are one object in memory.
    pickler.fast = True
    pickler.dump(value)
    return hashlib.sha256(stream.getbuffer()).hexdigest()


@functools.cache
def our_stamp() -> str:
    """
    Return the stamp of our own code, Python, and the libraries that reading and pages depend on.

    Files are told by name, size and time, as Python tells whether its own cache is current: their
    contents would take longer to read than a class that has not changed.
    """
    told = [sys.version, [*_marks(_PACKAGE)], [*map(_library, _LIBRARIES)]]
    return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()


def _marks(folder: str) -> Iterator[tuple[str, int, int]]:
    # Not by pathlib, which takes ten times as long.
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _marks(entry.path)
        else:
            status = entry.stat()
            yield entry.path, status.st_size, status.st_mtime_ns


def _library(name: str) -> tuple[str, str, int]:
    """Where a library is, and when it came there; nothing where it is not installed."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        return name, "", 0
    return name, spec.origin, Path(spec.origin).stat().st_mtime_ns
