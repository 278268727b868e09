"""The files that pages load besides themselves: styles and scripts, all of them ours or bundled."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib import resources

__all__ = ["Asset", "asset", "version"]

_STYLE, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
#: By name, its type and the files that it is joined of.
_MADE_OF = {
    "report.css": (_STYLE, (("pages", "templates/report.css"),)),
    "web.css": (_STYLE, (("web", "static/web.css"),)),
    "editor.js": (_SCRIPT, (("web", "static/editor.js"),)),
    "shell.js": (_SCRIPT, (("web", "static/shell.js"),)),
    "exercise.js": (_SCRIPT, (("web", "static/exercise.js"),)),
    "drafts.js": (_SCRIPT, (("web", "static/drafts.js"),)),
    "series.js": (_SCRIPT, (("pages", "templates/answering.js"), ("web", "static/series.js"))),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to be served."""

    content: bytes
    media_type: str


def asset(name: str) -> Asset | None:
    """Return the file *name*, or None if pages need none of that name."""
    return _assets().get(name)


@functools.cache
def version() -> str:
    """A name of all these files as they are: a part of their addresses, so that none is stale."""
    digest = hashlib.sha256()
    for name, one in _assets().items():
        digest.update(f"{name} {len(one.content)} ".encode() + one.content)
    return digest.hexdigest()[:16]


@functools.cache
def _assets() -> dict[str, Asset]:
    package = resources.files("autograder")
    return {
        name: Asset(b"".join((package / room / file).read_bytes() for room, file in files), kind)
        for name, (kind, files) in _MADE_OF.items()
    }
