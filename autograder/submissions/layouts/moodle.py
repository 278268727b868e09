"""Moodle: ``Kovács Ágnes_123456_assignsubmission_file/hw1.py``, or all in one name."""

from __future__ import annotations

import re

from autograder.submissions.layouts.layout import Owner, Platform, cut

__all__ = ["Moodle"]

_NAMED = re.compile(r"[^/]*?_\d+_assignsubmission_(file|onlinetext).*", re.DOTALL)
_MARK = re.compile(r"(?=(?P<mark>_(?P<id>\d+)_assignsubmission_(?P<plugin>file|onlinetext)))")


class Moodle:
    """Moodle's download of an assignment, in folders or without."""

    platform = Platform.MOODLE

    @staticmethod
    def fits(top: str) -> bool:
        """Tell whether *top* is named so."""
        return _NAMED.fullmatch(top) is not None

    def owners(self, path: str) -> tuple[Owner, ...]:
        """
        Return the owner by a folder's name, or by the name of a file downloaded without folders.

        Both begin with the student's name, which the student may have chosen, so in a folder's name
        the last match counts. A file's name also ends with a name that the student chose: if there
        are two matches, the student could have written either.
        """
        first, _, inner = path.partition("/")
        if not self.fits(first):
            return ()
        found = list(_MARK.finditer(first))
        last = found[-1]
        why = _why(last["plugin"])
        if not inner and len(found) > 1:
            why = "it can't be told whose it is; download from Moodle in folders"
            return (Owner("", "", first, why_not=why),)
        file = inner or first[last.end("mark") :].removeprefix("_")
        came_as = f"{first}/" if inner else f"{first[: last.end('mark')]}_"
        return (Owner(last["id"], cut(first[: last.start()]), file, why_not=why, came_as=came_as),)


def _why(plugin: str) -> str:
    if plugin == "onlinetext":
        return "it was typed into Moodle's text box; ask for a .py or .ipynb file"
    return ""
