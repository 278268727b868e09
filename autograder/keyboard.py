"""
Single keys from the terminal, without Enter: termios on POSIX, msvcrt on Windows.

We do not use ``readchar``: version 4.2.2 waits for a second key after a lone Escape, discards keys
that were typed ahead, and takes the à of a Windows keyboard for the first half of an arrow key.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

__all__ = [
    "DOWN",
    "OTHER",
    "PAGE_DOWN",
    "PAGE_UP",
    "UP",
    "Lending",
    "WindowsConsole",
    "read_key",
    "single_keys",
    "windows_key",
]

#: Keys that are no characters. Their names are longer than one letter, so none is taken for a letter.
UP, DOWN, PAGE_UP, PAGE_DOWN, OTHER = "up", "down", "page up", "page down", "other"

#: Makes a block in which another program may have the terminal as it was before.
Lending = Callable[[], AbstractContextManager[None]]

#: The characters that Windows sends after a prefix. The second prefix is also the letter à.
_WINDOWS_NAMED = {"H": UP, "P": DOWN, "I": PAGE_UP, "Q": PAGE_DOWN}
_WINDOWS_PREFIXES = ("\x00", "\xe0")
_CONTROL_C = "\x03"


class WindowsConsole(Protocol):
    """The part of ``msvcrt`` that we use."""

    def getwch(self) -> str:
        """Wait for a character, or for half of a key that is no character, and return it."""

    def ungetwch(self, unicode_char: str, /) -> None:
        """
        Put a character back; the next :meth:`getwch` returns it.

        Raises:
            OSError: If a character that was put back is still waiting.
        """


def windows_key(console: WindowsConsole) -> str:
    """
    Wait for a key of a Windows console and return its character, or its name.

    An arrow arrives as a prefix, and its second half then waits in the place for characters that
    are put back, where ``kbhit`` does not look. So we try to put the prefix back: if that is
    refused, the second half of an arrow waits there; if not, somebody has typed an à.

    Raises:
        KeyboardInterrupt: On Ctrl-C, which the console delivers as a character here.
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
    def single_keys() -> Iterator[Lending]:
        """Change nothing: Windows consoles give single keys anyway."""
        yield nullcontext

    def read_key() -> str:
        """Wait for a key and return its character or name; raise KeyboardInterrupt on Ctrl-C."""
        return windows_key(msvcrt)

else:
    import codecs
    import os
    import select
    import termios
    import tty

    _NAMED = {b"A": UP, b"B": DOWN, b"5~": PAGE_UP, b"6~": PAGE_DOWN}
    #: Seconds to wait after an Escape: the rest of a key's sequence comes sooner, a second key later.
    _REST = 0.05

    @contextmanager
    def single_keys() -> Iterator[Lending]:
        """
        Turn off line editing and echo until the block ends; Ctrl-C and output keep working.

        It gives a function for blocks within, in which another program has the terminal.
        """
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)

        @contextmanager
        def lent() -> Iterator[None]:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
            try:
                yield
            finally:
                tty.setcbreak(terminal)

        try:
            tty.setcbreak(terminal)
            yield lent
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def read_key() -> str:
        """Wait for a key and return its character or name; an empty string at the end of input."""
        terminal = sys.stdin.fileno()
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        while byte := os.read(terminal, 1):
            if byte == b"\x1b":
                return _after_escape(terminal)
            if key := decode(byte):
                return key
        return ""

    def _after_escape(terminal: int) -> str:
        """Read the rest of a key such as ``ESC [ A``, so that its ``A`` is not taken for a key."""
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
