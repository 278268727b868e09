"""Single keys from the terminal, without Enter: termios on POSIX, msvcrt on Windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["DOWN", "OTHER", "PAGE_DOWN", "PAGE_UP", "UP", "read_key", "single_keys"]

#: Keys that are no character. Names, so that none can be taken for a letter that was pressed.
UP, DOWN, PAGE_UP, PAGE_DOWN, OTHER = "up", "down", "page up", "page down", "other"

if sys.platform == "win32":
    import msvcrt

    _NAMED = {"H": UP, "P": DOWN, "I": PAGE_UP, "Q": PAGE_DOWN}

    @contextmanager
    def single_keys() -> Iterator[None]:
        """Windows consoles hand out single keys as they are."""
        yield

    def read_key() -> str:
        """Wait for a key and return it, or its name; an empty text at the end of input."""
        key = msvcrt.getwch()
        if key in ("\x00", "\xe0"):
            return _NAMED.get(msvcrt.getwch(), OTHER)
        return key

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
