"""Canvas: ``lastfirst_LATE_12345_67890_hw1-2.ipynb``, the student's number and then the file's."""

from __future__ import annotations

import re

from autograder.submissions.layouts.layout import Owner, Platform

__all__ = ["Canvas"]

# Names are cut to letters, so none holds an underscore.
_NAMED = re.compile(
    r"(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<number>\d+)_(?P<file>[^/]+)", re.IGNORECASE
)
# Of an assignment that is graded anonymously.
_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<name>anon_(?P<id>[A-Za-z0-9]+))_(?P<number>\d+)_(?P<file>[^/]+)",
    re.IGNORECASE,
)
# What was typed into Canvas, or a link: the page's name has no number of a file.
_TYPED = re.compile(
    r"(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<file>(text|link|url)\.html?)", re.IGNORECASE
)
_COUNT = re.compile(r"-(\d+)(?=\.[A-Za-z0-9]+$)")
_TYPED_IN = "it was typed into Canvas, not uploaded; ask for a .py or .ipynb file"


class Canvas:
    """
    Canvas's download of an assignment.

    It holds each student's latest attempt alone, so all files of a student belong together. A
    file that was uploaded again under its old name has a count (``hw1-1.py``).
    """

    platform = Platform.CANVAS

    @staticmethod
    def fits(top: str) -> bool:
        """Tell whether *top* is named so."""
        return _match(top) is not None

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return the owner of the file at *path*."""
        first, _, inner = path.partition("/")
        found = _match(first)
        if found is None:
            return ()
        parts = found.groupdict()
        count = _COUNT.search(parts["file"])
        number = int((parts.get("number") or "0")[:18])
        return (
            Owner(
                id=parts["id"],
                name=parts["name"],
                file=inner or _COUNT.sub("", parts["file"]),
                late=bool(parts["late"]),
                order=(number, int(count[1][:9]) if count else 0),
                why_not="" if "number" in parts else _TYPED_IN,
                came_as=first[: found.start("file")],
            ),
        )


def _match(top: str) -> re.Match[str] | None:
    return _ANONYMOUS.fullmatch(top) or _NAMED.fullmatch(top) or _TYPED.fullmatch(top)
