"""ILIAS: ``Kiss_Anna_akiss_257/…``, in teams a folder above; late files in a folder of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.submissions.layouts.layout import Owner, Platform, cut

__all__ = ["Ilias"]

_NAMED = re.compile(r"(?P<name>[^/_]+(_[^/_]+)+)_(?P<login>[^/_]+)_(?P<id>\d+)")
_TEAM = re.compile(r"(team|group)_\d+", re.IGNORECASE)
# The folder's name is in the site's language.
_LATE = re.compile(r"(late|verspaetet|verspätet|keso|késő|keses|késés)", re.IGNORECASE)


class Ilias:
    """ILIAS's download of an exercise: a folder for each student, named by name, login and number."""

    platform = Platform.ILIAS

    @staticmethod
    def fit(tops: Sequence[str]) -> int:
        """
        Return how many of *tops* are named so.

        None if two share a number: then it is a number of something else.
        """
        found = [match["id"] for top in tops if (match := _NAMED.fullmatch(top))]
        return len(found) if len(set(found)) == len(found) else 0

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return the owner of the file at *path*."""
        first, _, inner = path.partition("/")
        if _TEAM.fullmatch(first):
            first, _, inner = inner.partition("/")
        found = _NAMED.fullmatch(first)
        if found is None or not inner:
            return ()
        name = cut(found["name"].replace("_", " "))
        below = inner.rpartition("/")[0]
        return (Owner(found["id"], name, inner, late=bool(_LATE.match(below))),)
