"""Blackboard: ``First Homework_akiss_attempt_2026-10-20-09-00-00_hw1.py``, a note beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from os.path import commonprefix

from autograder.submissions.layouts.layout import Owner, Platform, cut

__all__ = ["Blackboard"]

_NAMED = re.compile(
    r"(?P<who>.+?_.+?)_attempt_(?P<when>\d{4}(-\d\d){5})(?P<rest>.*)", re.DOTALL | re.IGNORECASE
)


class Blackboard:
    """
    Blackboard's download of an assignment, a file for each attempt and file.

    A name begins with the assignment's title, which ends where all names do not agree any more.

    Args:
        tops: The names of all files.
    """

    platform = Platform.BLACKBOARD

    def __init__(self, tops: Sequence[str]) -> None:
        found = {match["who"] for top in tops if (match := _NAMED.fullmatch(top))}
        common = commonprefix(sorted(found))  # noqa: RUF071 - of titles, not of paths
        if len(found) == 1:
            common = common.rpartition("_")[0] + "_"
        self._title = common[: common.rindex("_") + 1] if "_" in common else ""

    @staticmethod
    def fits(top: str) -> bool:
        """Tell whether *top* is named so."""
        return _NAMED.fullmatch(top) is not None

    def owners(self, path: str) -> tuple[Owner, ...]:
        """Return the owner; Blackboard's own note on an attempt is a file without a name."""
        first, _, inner = path.partition("/")
        found = _NAMED.fullmatch(first)
        if found is None:
            return ()
        user = cut(found["who"].removeprefix(self._title))
        numbers = [int(number) for number in found["when"].split("-")]
        file = "" if found["rest"] == ".txt" else found["rest"].removeprefix("_")
        try:
            when = datetime(*numbers)  # type: ignore[arg-type] # noqa: DTZ001 - the site's clock
        except ValueError:
            when = None
        return (
            Owner(user, user, inner or file, found["when"], order=tuple(numbers), submitted=when),
        )
