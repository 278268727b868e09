"""Stamps: digests that change whenever something changes that a file was made from."""

from __future__ import annotations

import copyreg
import functools
import hashlib
import pickle
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

__all__ = ["our_stamp", "stamp_of"]

_PACKAGE = Path(__file__).resolve().parent
#: Libraries whose version changes what is read from a hand-in, or what a page says.
_LIBRARIES = ("Babel", "copydetect", "ijson", "Jinja2", "MarkupSafe", "pydantic")


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
    stream = BytesIO()
    pickler = _Pickler(stream, protocol=pickle.HIGHEST_PROTOCOL)
    # Otherwise it would matter which equal texts are one object in memory.
    pickler.fast = True
    pickler.dump(value)
    return hashlib.sha256(stream.getbuffer()).hexdigest()


class _Pickler(pickle.Pickler):
    """Writes models as their JSON, since their sets have another order in each process."""

    def reducer_override(self, one: Any) -> Any:
        if isinstance(one, BaseModel):
            return type(one), (one.model_dump_json(),)
        return NotImplemented


@functools.cache
def our_stamp() -> str:
    """
    Return the stamp of our own code, Python, and the libraries that reading and pages depend on.

    Files are told by name, size and time, as Python tells whether its own cache is current: their
    contents would take longer to read than a class that has not changed.
    """
    system = [sys.version, *_versions()]
    return hashlib.sha256(repr([system, *_marks(_PACKAGE)]).encode()).hexdigest()


def _marks(folder: Path) -> Iterable[tuple[str, int, int]]:
    return sorted(
        (path.as_posix(), status.st_size, status.st_mtime_ns)
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts and S_ISREG((status := path.stat()).st_mode)
    )


def _versions() -> Iterator[str]:
    for name in _LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"no {name}"
