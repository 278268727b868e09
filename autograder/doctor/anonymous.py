"""Texts without what tells whose machine they come from: names, and paths of homes."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["Anonymous", "anonymous_here"]

#: Where systems keep homes: whatever name follows is somebody's.
_HOMES = re.compile(r"(?:[a-z]:[\\/]+users|/home|/users)[\\/]+[^\\/\s'\":;,)]+", re.IGNORECASE)
_NAME, _HOST, _HOME = "<user>", "<host>", "~"


class Anonymous:
    """
    Replaces private texts by stand-ins.

    Args:
        paths: Paths and their stand-ins; whatever lies below one is told from there on.
        names: Names, replaced where they stand as words of their own.
    """

    def __init__(self, paths: Mapping[str, str], names: Mapping[str, str]) -> None:
        # A path within another goes first, or it would be cut to pieces.
        ordered = sorted(paths.items(), key=lambda one: -len(one[0]))
        self._rules = [
            *((re.compile(_either_slash(path), re.IGNORECASE), stand) for path, stand in ordered),
            (_HOMES, _HOME),
            *(
                (re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), stand)
                for name, stand in names.items()
            ),
        ]

    def __call__(self, value: Any) -> Any:
        """Return *value* (a text, or JSON's lists and objects of such) without private texts."""
        if isinstance(value, str):
            for pattern, stand_in in self._rules:
                value = pattern.sub(stand_in, value)
            return value
        if isinstance(value, Mapping):
            return {self(key): self(one) for key, one in value.items()}
        return [self(one) for one in value] if isinstance(value, Sequence) else value


def _either_slash(path: str) -> str:
    spelled = r"[\\/]+".join(re.escape(part) for part in re.split(r"[\\/]+", path))
    return rf"{spelled}(?!\w)"


def anonymous_here(paths: Mapping[Path, str]) -> Anonymous:
    """Return what makes texts of this user and machine anonymous; *paths* get stand-ins of their own."""
    spelled = {str(form): stand for path, stand in paths.items() for form in (path, path.resolve())}
    home = Path.home()
    spelled |= {str(form): _HOME for form in (home, home.resolve()) if len(form.parts) > 1}
    names = {name: _NAME for name in _names_of_user() if name}
    if host := platform.node():
        names |= {host: _HOST, host.partition(".")[0]: _HOST}
    return Anonymous(spelled, names)


def _names_of_user() -> list[str]:
    """Login names, and the full name if the system keeps one."""
    names = [Path.home().name]
    with contextlib.suppress(
        KeyError, OSError, ImportError
    ):  # A container's user may have no name.
        names.append(getpass.getuser())
    if os.name != "nt":
        import pwd  # noqa: PLC0415 - not on Windows

        with contextlib.suppress(KeyError):
            names.append(pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0])
    return names
