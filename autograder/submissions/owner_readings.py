"""What a throwaway process says of whose the files of a download are, decoded as hostile."""

from __future__ import annotations

import re

from autograder.submissions.layouts import Owner
from autograder.submissions.messages import (
    MAX_NAME,
    Malformed,
    line_in,
    messages_in,
    moment_in,
    text_in,
)

__all__ = ["login_said", "owners_in"]

_MAX_STUDENTS = 20_000


def owners_in(data: bytes) -> dict[str, tuple[Owner, ...]]:
    """
    Return the owners of each folder of an export.

    Raises:
        Malformed: If no honest process sends this.
    """
    owners: dict[str, tuple[Owner, ...]] = {}
    for count, message in enumerate(messages_in(data)):
        match message:
            case {"folder": folder, "id": ident, "name": name, "submitted": when, **rest} if (
                not rest
            ):
                key = text_in(folder, MAX_NAME)
                numbers = re.findall(r"\d{1,18}", key[:40])
                owner = Owner(
                    line_in(ident), line_in(name), "", attempt=key, order=tuple(map(int, numbers)),
                    submitted=moment_in(when),
                )  # fmt: skip
                owners[key] = (*owners.get(key, ()), owner)
            case {"end": True, **rest} if not rest:
                pass
            case _:
                raise Malformed("unknown message")
        if count > _MAX_STUDENTS:
            raise Malformed("too many students")
    return owners


def login_said(data: bytes) -> str:
    """
    Return the login that a note of Blackboard's says; empty if it says none.

    Raises:
        Malformed: If no honest process sends this.
    """
    match list(messages_in(data)):
        case [{"login": login, **rest}, {"end": True}] if not rest:
            return line_in(login)
        case _:
            raise Malformed("no login")
