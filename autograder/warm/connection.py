"""The client's connection to the host, and the names that both use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.front.place import Place
from autograder.sandbox.kinds import BY_HAND, CHECKING, Kind
from autograder.sandbox.runner import Closing
from autograder.sandbox.wire import receive, send

__all__ = ["KINDS", "Connection"]

#: The kinds of servers that can be lent, by their names in orders. Not that which reads hand-ins
#: of others: each of those belongs to one command.
KINDS: Mapping[str, Kind] = {"checking": CHECKING, "by hand": BY_HAND}
#: Seconds to wait for a greeting: a host answers at once, unless it is stopped or swapped out.
_GREETING = 3.0
#: Seconds to wait for an answer: others' orders may come first, and torch may have to be imported.
_ANSWER = 600.0


class Connection(Closing):
    """
    A connection to the host of this user and interpreter; a context manager.

    Attributes:
        greeting: What the host says of itself: ``digest``, ``pid``, ``version``.

    Raises:
        OSError, EOFError: If there is no host, or it does not answer.
    """

    def __init__(self) -> None:
        with Place.open() as place:
            self._socket = place.connect(_GREETING)
        try:
            self.greeting, _ = receive(self._socket)
            self._socket.settimeout(_ANSWER)
        except BaseException:
            self._socket.close()
            raise

    def ask(
        self, do: str, descriptors: Sequence[int] = (), **order: Any
    ) -> tuple[Mapping[str, Any], list[int]]:
        """
        Have the host do something; return its answer and the descriptors that came with it.

        Raises:
            OSError, EOFError: If the host is gone.
        """
        try:
            send(self._socket, {"do": do, **order}, descriptors)
            return receive(self._socket)
        except BaseException:
            # Interrupted, say. The answer that is still to come would be taken for the next order's.
            self._socket.close()
            raise

    def wait_for_end(self) -> None:
        """
        Wait until the host has ended, as it has been asked to: the connection ends with its process.

        Raises:
            OSError: If it goes on for long.
        """
        while self._socket.recv(1):
            pass

    def close(self) -> None:
        """Take leave of the host."""
        self._socket.close()
