"""
One server that has imported everything, and copies of it that serve: torch is imported once for several.

A copy is a fork of the original, which serves nobody itself, so no child of one copy descends from
another. It has a scratch folder, a user id and walls of its own, which are tried anew.
"""

from __future__ import annotations

import contextlib
import socket

from autograder.sandbox.fork_server import ForkServer
from autograder.sandbox.isolation import Tier

__all__ = ["Copy", "Original"]

#: Seconds within which a copy ends; it kills its child at once, and can't be held up by it.
_PATIENCE = 10.0


class Original(ForkServer):
    """The server that copies are made of, as long as it is open; started without waiting for it."""

    _is_original = True

    @property
    def asked(self) -> socket.socket:
        """The socket by which any process asks for a copy: it sends one that the copy is to serve."""
        self.start()
        assert self._control is not None
        return self._control


class Copy(ForkServer):
    """
    A copy of an :class:`Original`; a server of its own where that is gone.

    Args:
        original: The original's :attr:`Original.asked`.
    """

    def __init__(self, original: socket.socket, floor: Tier = Tier.PROCESS) -> None:
        super().__init__(floor)
        self._original = original

    def close(self) -> None:
        """End the copy and its child, and wait for that."""
        if self._process is None and self._control is not None:
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)
                self._control.settimeout(_PATIENCE)
                while self._control.recv(1 << 16):
                    pass
        super().close()

    def _launch(self, theirs: socket.socket) -> None:
        try:
            socket.send_fds(self._original, [b"."], [theirs.fileno()])
        except OSError:
            super()._launch(theirs)

    def _has_ended(self) -> bool:
        if self._process is not None or self._control is None:
            return super()._has_ended()
        try:
            return not self._control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True
