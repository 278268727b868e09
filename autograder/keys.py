"""
Single keys from the terminal, without Enter: termios on POSIX, msvcrt on Windows.

``readchar`` (4.2.2) waits for a second key after a lone Escape, throws away what was typed ahead, and
takes the à of a Windows keyboard for the half of an arrow; so this is ours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = [
    "DOWN",
    "OTHER",
    "PAGE_DOWN",
    "PAGE_UP",
    "UP",
    "WindowsConsole",
    "read_key",
    "single_keys",
    "windows_key",
]

#: Keys that are no character. Names, so that none can be taken for a letter that was pressed.
UP, DOWN, PAGE_UP, PAGE_DOWN, OTHER = "up", "down", "page up", "page down", "other"

#: What Windows sends after one of its prefixes. The second prefix is the letter à, too.
_WINDOWS_NAMED = {"H": UP, "P": DOWN, "I": PAGE_UP, "Q": PAGE_DOWN}
_WINDOWS_PREFIXES = ("\x00", "\xe0")
_CONTROL_C = "\x03"


class WindowsConsole(Protocol):
    """What we need of ``msvcrt``."""

    def getwch(self) -> str:
        """Wait for a character, or for half of a key that is none, and return it."""

    def ungetwch(self, unicode_char: str, /) -> None:
        """
        Put a character back, to be the next.

        Raises:
            OSError: If one waits there already.
        """


def windows_key(console: WindowsConsole) -> str:
    """
    Wait for a key of a Windows console and return it, or its name.

    An arrow comes as a prefix, and the rest of it then waits where characters are put back to;
    ``kbhit`` does not look there. So a prefix is put back, too, to see: where that is refused, the
    rest of an arrow is there, else somebody has typed an à.

    Raises:
        KeyboardInterrupt: On Ctrl-C, which is a character while somebody waits for one.
    """
    key = console.getwch()
    if key == _CONTROL_C:
        raise KeyboardInterrupt
    if key not in _WINDOWS_PREFIXES:
        return key
    try:
        console.ungetwch(key)
    except OSError:
        return _WINDOWS_NAMED.get(console.getwch(), OTHER)
    console.getwch()
    return key if key.isprintable() else OTHER


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def single_keys() -> Iterator[None]:
        """Windows consoles hand out single keys as they are."""
        yield

    def read_key() -> str:
        """Wait for a key and return it, or its name; Ctrl-C is raised as KeyboardInterrupt."""
        return windows_key(msvcrt)

else:
    import codecs
    import os
    import select
    import termios
    import tty

    _NAMED = {b"A": UP, b"B": DOWN, b"5~": PAGE_UP, b"6~": PAGE_DOWN}
    #: Seconds: what a key sends after its Escape comes at once, and a person's next key does not.
    _REST = 0.05

    @contextmanager
    def single_keys() -> Iterator[None]:
        """Turn off line editing and echo; Ctrl-C and output go on working. Restored at the end."""
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal)
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def read_key() -> str:
        """Wait for a key and return it, or its name; an empty text at the end of input."""
        terminal = sys.stdin.fileno()
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        while byte := os.read(terminal, 1):
            if byte == b"\x1b":
                return _after_escape(terminal)
            if key := decode(byte):
                return key
        return ""

    def _after_escape(terminal: int) -> str:
        """An arrow is ``ESC [ A``: read to its end, so that no ``A`` is left to be a key."""
        sent = b""
        while select.select([terminal], [], [], _REST)[0]:
            byte = os.read(terminal, 1)
            if not byte:
                break
            sent += byte
            begins = len(sent) == 1 and byte in b"[O"
            if not begins and b"@" <= byte <= b"~":
                break
        return _NAMED.get(sent[1:], OTHER)
