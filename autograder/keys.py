"""Single keys from the terminal, without Enter: termios on POSIX, msvcrt on Windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["read_key", "single_keys"]

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def single_keys() -> Iterator[None]:
        """Windows consoles hand out single keys as they are."""
        yield

    def read_key() -> str:
        """Wait for a key and return it; an empty text at the end of input."""
        return msvcrt.getwch()

else:
    import os
    import termios
    import tty

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
        """Wait for a key and return it; an empty text at the end of input."""
        return os.read(sys.stdin.fileno(), 1).decode("ascii", "ignore") or ""
