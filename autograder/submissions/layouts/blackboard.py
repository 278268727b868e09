"""Blackboard: ``First Homework_akiss_attempt_2026-10-20-09-00-00_hw1.py``, a note beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from os.path import commonprefix
from types import MappingProxyType

from autograder.submissions.layouts.layout import Owner, Platform, cut

__all__ = ["Blackboard", "login_in"]

_NAMED = re.compile(
    r"(?P<who>.+?_.+?)_attempt_(?P<when>\d{4}(-\d\d){5})(?P<rest>.*)", re.DOTALL | re.IGNORECASE
)


class Blackboard:
    """
    Blackboard's download of an assignment, a file for each attempt and file.

    A name begins with the assignment's title, then comes the login; there may be underscores in both.
    So the title ends where a note says that the login begins, else where all names do not agree any
    more (of ``HW_anna_b`` and ``HW_anna_c`` that is too late).

    Args:
        tops: The names of all files.
        logins: By name of a note, the login that it says.
    """

    platform = Platform.BLACKBOARD

    def __init__(
        self, tops: Sequence[str], logins: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        found = {match["who"] for top in tops if (match := _NAMED.fullmatch(top))}
        titles = [_title(note, login) for note, login in logins.items()]
        fitting = (t for t in titles if t and all(who.startswith(t) for who in found))
        self._title = next(fitting, None) or _common_title(found)

    @staticmethod
    def fits(top: str) -> bool:
        """Tell whether *top* is named so."""
        return _NAMED.fullmatch(top) is not None

    @staticmethod
    def is_note(top: str) -> bool:
        """Tell whether *top* is the name of Blackboard's own note on an attempt."""
        found = _NAMED.fullmatch(top)
        return found is not None and found["rest"] == ".txt"

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


def login_in(note: str) -> str:
    """
    Return the login that Blackboard's note on an attempt says; empty if it says none.

    Its first line is ``Name: Anna Kiss (anna_b)``, in the site's language.
    """
    found = re.search(r"\(([^()]+)\)\s*$", note.lstrip().partition("\n")[0])
    return cut(found[1].strip()) if found else ""


def _title(note: str, login: str) -> str:
    """The assignment's title in the name of a note on the attempt of *login*."""
    found = _NAMED.fullmatch(note)
    if found is None or not login or not found["who"].endswith(f"_{login}"):
        return ""
    return found["who"].removesuffix(login)


def _common_title(found: set[str]) -> str:
    common = commonprefix(sorted(found))  # noqa: RUF071 - of titles, not of paths
    if len(found) == 1:
        common = common.rpartition("_")[0] + "_"
    return common[: common.rindex("_") + 1] if "_" in common else ""
