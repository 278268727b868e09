"""The classroom's server: its sockets, its patience with slow clients, and its proxies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from autograder.classroom.app import Classroom
from autograder.web.own_server import PortTakenError

__all__ = ["Address", "serve"]

#: Seconds in which the head of a request has to come, and for which an idle connection is kept.
_PATIENCE = 15
#: Seconds for which open pages may end what they ask for when the server stops.
_FAREWELL = 2
#: Connections at a time; more are answered that the server is busy.
_MOST_CONNECTIONS = 4_000
#: Connections from which on those make room that ask for nothing.
_CROWDED = 3_000
#: Threads beside those of checks: each learner may have one check that waits for its turn.
_THREADS = 40


@dataclass(frozen=True, slots=True)
class Address:
    """
    Where the server listens, and how it is reached.

    Attributes:
        hosts: The names by which browsers may address it.
        root_path: What precedes all addresses, behind a proxy that takes it off; else empty.
        proxies: Addresses, and networks of addresses, whose forwarded headers are believed.
    """

    host: str
    port: int
    hosts: Sequence[str]
    root_path: str = ""
    proxies: Sequence[str] = ()


def serve(
    classroom: Classroom,
    address: Address,
    learners: int,
    begun: Callable[[], object],
    ending: Callable[[], object],
) -> None:
    """
    Serve *classroom* until Ctrl-C or SIGTERM.

    Args:
        learners: How many there are.
        begun: Called once connections are taken.
        ending: Called when it is to end, in a thread of its own: makes those who wait for long wait no longer.

    Raises:
        PortTakenError: If the address can't be had.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS + learners
        begun()
        yield

    _open_more_files()
    config = uvicorn.Config(
        classroom.app(address.hosts, lifespan),
        root_path=address.root_path,
        http=_Punctual,
        ws="none",  # Nothing here speaks it, and what it asks for is counted by nobody.
        log_config=None,
        log_level="error",  # Anybody can send what is no HTTP; a line for each would fill a disk.
        access_log=False,
        server_header=False,
        proxy_headers=bool(address.proxies),
        forwarded_allow_ips=list(address.proxies),
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_PATIENCE,
        timeout_graceful_shutdown=_FAREWELL,
        lifespan="on",
    )
    with _listening(address) as listener, contextlib.suppress(KeyboardInterrupt):
        _Server(config, ending).run(sockets=[listener])


def _listening(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, backlog=1_024)
    except OSError as error:
        raise PortTakenError(address.port, error.strerror or str(error)) from None


class _Server(uvicorn.Server):
    """A server that does not wait for checks when it is to end, and calls nobody's hurry a fault."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], object]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Whoever has not been answered in the seconds of farewell is cut off: that is no news.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        await anyio.to_thread.run_sync(self._ending, limiter=anyio.CapacityLimiter(1))
        await super().shutdown(sockets)


class _Punctual(H11Protocol):
    """
    A connection that is closed unless the head of its next request comes in time, once its answer is sent.

    Where there are very many, it is closed sooner: a new one takes the place of the one that has been
    silent for the longest.
    """

    _silent: ClassVar[dict[_Punctual, None]] = {}  # the longest first
    _too_late: asyncio.TimerHandle | None = None
    _unsent = 0  # bytes of answers, when it was looked last

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._expect_head()
        if len(self.connections) > _CROWDED:
            silent = next(iter(self._silent))
            silent._stop_waiting()
            silent.transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._stop_waiting()
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._unsent = self.transport.get_write_buffer_size()
        self._too_late = self.loop.call_later(_PATIENCE, self._look)
        self._silent[self] = None

    def _look(self) -> None:
        """Close it, unless a slow network still takes what was answered."""
        before, self._unsent = self._unsent, self.transport.get_write_buffer_size()
        if self._unsent < before:
            self._too_late = self.loop.call_later(_PATIENCE, self._look)
        else:
            self.transport.abort()

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None
        self._silent.pop(self, None)


def _open_more_files() -> None:
    """Let this process have as many connections as the system gives it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - no such thing on Windows

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
