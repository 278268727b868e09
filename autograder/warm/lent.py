"""Runners of jobs that borrow a host's server where there is one, and else have their own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from autograder.runs import End
from autograder.sandbox import (
    ChildReply,
    EachKind,
    Isolation,
    Kind,
    Limits,
    OneKind,
    SandboxError,
    Tier,
    open_one,
)
from autograder.sandbox import open_runner as open_own_runner
from autograder.sandbox.exchanging import Exchanging
from autograder.sandbox.wire import sealed
from autograder.warm.connection import KINDS, Connection
from autograder.warm.starting import connected, keep_warm

__all__ = ["Lent", "Warm", "open_runner"]

#: Whose server runs the jobs: the client's own, which ends with it; a host's if one runs; or a
#: host's, started if none runs.
Warm = Literal["own", "shared", "kept"]


def open_runner(floor: Tier = Tier.PROCESS, warm: Warm = "own") -> EachKind:
    """
    Return a runner for jobs of every kind.

    Args:
        floor: The least isolation that will do. Bubblewrap stands around a server of one's own.
        warm: Whether a host's servers are used.

    Raises:
        IsolationError: If this system has no fork server, and *floor* needs one; with a host's
            servers, the first job raises it.
    """
    if warm == "own" or floor is Tier.STRONG:
        return open_own_runner(floor)
    return EachKind(lambda kind: Lent(kind, floor, start=warm == "kept"))


class _Lost(Exception):  # noqa: N818 - no error: there is another way
    """The host is gone, or can't do it."""


class Lent(Exchanging):
    """
    A runner of one kind of jobs: a host's server, from its first job on, or one of its own.

    If the host is lost in the middle of a job, another is looked for once, and then the job is
    given to a server of one's own, which does all others.

    Args:
        kind: What the server's children do.
        floor: The least isolation that will do, below :attr:`Tier.STRONG`.
        start: Whether to start a host if none runs.
    """

    def __init__(self, kind: Kind, floor: Tier = Tier.PROCESS, *, start: bool = False) -> None:
        self._kind = kind
        self._floor = floor
        self._start = start
        self._host: _LentServer | None = None
        self._own: OneKind | None = None

    @property
    def way(self) -> str:
        """How jobs are run, in a few words."""
        return open_one(self._kind, self._floor).way

    @property
    def isolation(self) -> Isolation:
        """
        The walls around the children of the server that is used.

        Raises:
            SandboxError, IsolationError: As for a server of one's own.
        """
        for host in self._hosts():
            with contextlib.suppress(_Lost):
                return host.isolation(self._floor)
        return self._own_server().isolation

    @property
    def pids(self) -> Sequence[int]:
        """Process ids of a server of one's own; a host's are not ours to name."""
        return self._own.pids if self._own else []

    def start(self) -> None:
        """Look for the host; if there is none, start it, or a server of one's own."""
        if self._borrowed() is None:
            self._own_server().start()

    def get_ready(self) -> None:
        """Wait until the server that is used is ready for a job."""
        if self._own is None:
            _ = self.isolation  # The host answers once its server has tried its walls.
        if self._own is not None:
            self._own.get_ready()

    def settle(self) -> None:
        """Wait until the server has imported what it imports when idle."""
        for host in self._hosts():
            with contextlib.suppress(_Lost):
                host.settle()
                return
        self._own_server().settle()

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> ChildReply:
        """
        Have a child work on *payload*, as :meth:`ForkServer.exchange` does.

        Raises:
            SandboxError, IsolationError: As for a server of one's own.
        """
        for host in self._hosts():
            with contextlib.suppress(_Lost):
                host.isolation(self._floor)
                return host.exchange(payload, limits, shared or {}, files)
        return self._own_server().exchange(payload, limits, shared=shared, files=files)

    def stop(self) -> None:
        """End the child of a server of one's own; the host's has its time."""
        if (own := self._own) is not None:
            own.stop()

    def close(self) -> None:
        """Take leave of the host, and end a server of one's own."""
        self._lose()
        if self._own is not None:
            self._own.close()
            self._own = None

    def _hosts(self) -> Iterator[_LentServer]:
        """Yield the host, and if that is lost, another."""
        for _ in range(2):
            if (host := self._borrowed()) is None:
                return
            yield host
            refused = host.refused
            self._lose()
            if refused:  # Another would refuse as well; a server of one's own tells why.
                return

    def _borrowed(self) -> _LentServer | None:
        if self._host is None and self._own is None:
            if self._start:
                with contextlib.suppress(SandboxError):  # Then a server of one's own has to do.
                    keep_warm()
            connection = connected()
            if connection is not None:
                self._host = _LentServer(connection, self._kind)
        return self._host

    def _lose(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None

    def _own_server(self) -> OneKind:
        if self._own is None:
            self._own = open_one(self._kind, self._floor)
        return self._own


class _LentServer:
    """
    A host's server of one kind.

    Attributes:
        refused: Whether the host could not do what it was asked for.
    """

    def __init__(self, connection: Connection, kind: Kind) -> None:
        self._connection = connection
        self._name = next(name for name, known in KINDS.items() if known == kind)
        self._isolation: Isolation | None = None
        self.refused = False

    def isolation(self, floor: Tier) -> Isolation:
        """
        Return the walls around its children.

        Raises:
            IsolationError: If they give less than *floor*.
        """
        if self._isolation is None:
            answer, _ = self._ask("isolation")
            self._isolation = Isolation.from_json(answer["isolation"])
        self._isolation.require(floor)
        return self._isolation

    def settle(self) -> None:
        """Wait until it has imported what it imports when idle."""
        self._ask("settle")

    def exchange(
        self, payload: bytes | int, limits: Limits, shared: dict[str, Any], files: Sequence[int]
    ) -> ChildReply:
        """Have a child of it work on *payload*."""
        handed = sealed(payload) if isinstance(payload, bytes) else os.dup(payload)
        try:
            order = {"limits": asdict(limits), "shared": shared}
            answer, written = self._ask("exchange", (handed, *files), **order)
        finally:
            os.close(handed)
        (descriptor,) = written
        with os.fdopen(descriptor, "rb") as reply:
            return ChildReply(reply.read(), End(answer["end"]), answer["detail"], answer["seconds"])

    def close(self) -> None:
        """Take leave of it."""
        self._connection.close()

    def _ask(
        self, do: str, descriptors: Sequence[int] = (), **order: Any
    ) -> tuple[Mapping[str, Any], Sequence[int]]:
        try:
            answer, received = self._connection.ask(do, descriptors, kind=self._name, **order)
        except (OSError, EOFError):
            raise _Lost from None
        if "refused" in answer:
            self.refused = True
            raise _Lost
        return answer, received
