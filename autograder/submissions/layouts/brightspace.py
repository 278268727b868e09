"""Brightspace: ``12345-67890 - Anna Kiss - 24 October, 2026 805 PM/hw1.py``, or all in one name."""

from __future__ import annotations

import re
from datetime import datetime

from autograder.moments import moment_in
from autograder.submissions.layouts.layout import Owner, Platform, cut

__all__ = ["Brightspace"]

_START = r"(?P<id>\d+)-\d+ ?- ?"
_WHEN = r"(?P<when>[^/\-]*\b\d{4},? \d{3,4}( ?[AP]M)?)"
# A student may have chosen the name, and does choose the file's name; so a folder's time is the
# last that is there, and of a file's name the first.
_FOLDER = re.compile(rf"{_START}(?P<name>.+) ?- ?{_WHEN}", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(
    rf"{_START}(?P<name>.+?) ?- ?{_WHEN}( ?- ?(?P<file>.+))", re.IGNORECASE | re.DOTALL
)
_CLOCK = re.compile(r"\b(\d{1,2})(\d\d)( ?[AP]M)?$", re.IGNORECASE)


class Brightspace:
    """Brightspace's download of an assignment, in folders or without; each attempt has its time."""

    platform = Platform.BRIGHTSPACE

    @staticmethod
    def fits(top: str) -> bool:
        """Tell whether *top* is named so."""
        return (_FOLDER.fullmatch(top) or _FILE.fullmatch(top)) is not None

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return the owner of the file at *path*."""
        first, _, inner = path.partition("/")
        found = (_FOLDER if inner else _FILE).fullmatch(first)
        if found is None:
            return ()
        when = _moment(found["when"])
        return (
            Owner(
                found["id"],
                cut(found["name"].strip()),
                inner or found["file"],
                attempt=found["when"],
                order=tuple(when.timetuple()[:5]) if when else (),
                submitted=when,
            ),
        )


def _moment(text: str) -> datetime | None:
    """The time in *text*, whose clock has no colon, since names of files can't hold one."""
    return moment_in(_CLOCK.sub(r"\1:\2\3", text))
