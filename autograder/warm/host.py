"""
The host itself: it keeps one warm server of each kind, and lends them to this user's clients.

Run as ``python -m autograder.warm.host OPTIONS``, OPTIONS being JSON: ``{"digest": text, "idle":
seconds}``. Once it listens, it goes on in a process of nobody's, and the one that was started ends.
It does nothing that its user could not do, and takes orders from its user alone; see ``wire`` for
how a submission goes past it unread.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder import __version__
from autograder.errors import GradlingsError
from autograder.front.place import FRONT, Place, is_same_user
from autograder.sandbox import ForkServer, Limits
from autograder.sandbox.wire import receive, sealed, send
from autograder.warm.connection import KINDS

__all__ = ["main"]

#: Seconds between two tries to take the place of a host that was asked to end, and in all.
_NAP, _PATIENCE = 0.02, 20.0
#: Connections at a time; more than anybody's editors, terminals and notebooks.
_MOST_CLIENTS = 64
#: Bytes of one order: the text of an exercise's checks is its largest part.
_LONGEST_ORDER = 4 << 20


@dataclass(slots=True)
class _Lendable:
    """A server, and the lock by which clients take turns at it."""

    server: ForkServer
    turn: threading.Lock = field(default_factory=threading.Lock)


class _Host:
    """Serves connections, each in a thread; ends when asked to, or after *idle* seconds alone."""

    def __init__(self, digest: str, idle: float) -> None:
        self._greeting = {"digest": digest, "pid": os.getpid(), "version": __version__}
        self._idle = idle
        self._lent = {name: _Lendable(ForkServer(kind=kind)) for name, kind in KINDS.items()}
        self._clients = 0
        self._changed = threading.Lock()
        self._last = time.monotonic()
        self._asked_to_end = False
        #: Wakes the main thread: a client has left, or asked for the end.
        self._bell, self._cord = socket.socketpair()

    def serve(self, listening: socket.socket) -> None:
        """Serve until somebody asks for the end, or nobody has been there for *idle* seconds."""
        self._lent["checking"].server.start()  # It is what somebody is about to wait for.
        while not self._asked_to_end and self._left() != 0.0:
            ready, _, _ = select.select([listening, self._bell], [], [], self._left())
            if self._bell in ready:
                self._bell.recv(1)
            if listening in ready:
                with contextlib.suppress(OSError):  # The client has gone again.
                    self._welcome(listening.accept()[0])

    def close(self) -> None:
        """End the servers, in the middle of what they do."""
        for lent in self._lent.values():
            lent.server.close()

    def _left(self) -> float | None:
        """Seconds until the end if nobody comes; None while somebody is there."""
        return None if self._clients else max(0.0, self._last + self._idle - time.monotonic())

    def _welcome(self, connection: socket.socket) -> None:
        if self._clients >= _MOST_CLIENTS or not is_same_user(connection):
            connection.close()
            return
        self._count(1)
        threading.Thread(target=self._attend, args=(connection,), daemon=True).start()

    def _attend(self, connection: socket.socket) -> None:
        """Answer one order after the other until the client leaves or sends what is no order."""
        try:
            with (
                connection,
                contextlib.suppress(EOFError, OSError, LookupError, TypeError, ValueError),
            ):
                send(connection, self._greeting)
                while True:
                    self._answer_one(connection)
        finally:
            self._count(-1)

    def _answer_one(self, connection: socket.socket) -> None:
        order, descriptors = receive(connection, _LONGEST_ORDER)
        try:
            answer, *files = self._answer(order, descriptors)
        finally:
            _close(descriptors)
        try:
            send(connection, answer, files)
        finally:
            _close(files)

    def _count(self, change: int) -> None:
        with self._changed:
            self._clients += change
            self._last = time.monotonic()
        self._cord.send(b".")

    def _answer(self, order: Mapping[str, Any], descriptors: Sequence[int]) -> tuple[Any, ...]:
        """The answer to *order*, and the descriptors that go with it, to be closed."""
        try:
            match order["do"]:
                case "exchange":
                    return self._exchange(order, *descriptors)
                case "isolation":
                    with self._server(order) as server:
                        return ({"isolation": server.isolation.to_json()},)
                case "settle":
                    with self._server(order) as server:
                        server.settle()
                    return ({},)
                case "status":
                    pids = [pid for lent in self._lent.values() for pid in lent.server.pids]
                    return ({**self._greeting, "servers": pids},)
                case "stop":
                    self._asked_to_end = True
                    self._cord.send(b".")
                    return ({},)
        except (GradlingsError, OSError) as error:
            # The client turns to a server of its own, which tells what is wrong here.
            return ({"refused": str(error)},)
        raise ValueError("no order of ours")

    def _exchange(
        self, order: Mapping[str, Any], payload: int, *files: int
    ) -> tuple[dict[str, Any], int]:
        limits, shared = Limits(**order["limits"]), order["shared"]
        with self._server(order) as server:
            reply = server.exchange(payload, limits, shared=shared, files=files)
        facts = {"end": reply.end.value, "detail": reply.detail, "seconds": reply.seconds}
        return facts, sealed(reply.data)

    @contextlib.contextmanager
    def _server(self, order: Mapping[str, Any]) -> Iterator[ForkServer]:
        lent = self._lent[order["kind"]]
        with lent.turn:
            yield lent.server


def main(digest: str, idle: float) -> None:
    """Take the place of this user's host, unless another host has it, and serve."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Place.open() as place:
        if not _taken(place):
            return
        with place.listen() as listening:
            _detach()
            host = _Host(digest, idle)
            try:
                fronts = _fronts(place, digest)
                host.serve(listening)
            finally:
                place.clear()
                host.close()
            fronts.kill()


def _fronts(place: Place, digest: str) -> subprocess.Popen[bytes]:
    """Start the process that runs commands in forks of itself; it ends when its input does."""
    with place.listen(FRONT) as listening:
        options = json.dumps({"listening": listening.fileno(), "digest": digest})
        return subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "autograder.cli.fronts", options],
            stdin=subprocess.PIPE,
            pass_fds=[listening.fileno()],
        )


def _taken(place: Place) -> bool:
    """Whether this process has become the one that holds the place's lock."""
    until = time.monotonic() + _PATIENCE
    while not place.lock():
        if time.monotonic() > until:
            return False
        time.sleep(_NAP)
    return True


def _detach() -> None:
    """Go on in a child that nobody has to wait for, with no terminal; this process ends well."""
    if os.fork():
        os._exit(0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _close(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
    os._exit(0)  # Threads may still wait for clients.
