"""The server of one learner, on their own machine: its address, its token, and its running."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from autograder.content import Course
from autograder.errors import GradlingsError, InputError, Say
from autograder.facade.grading import Grading
from autograder.files import write_whole
from autograder.sealed import find_solutions
from autograder.web.app import make_app
from autograder.web.checking import OneByOne
from autograder.web.desk import Desk
from autograder.web.folder_news import FolderNews
from autograder.web.rendering import entering_page
from autograder.web.working_copy import WorkingCopy
from autograder.workspace import Workspace

__all__ = ["Door", "OwnServer", "PortTakenError", "kept_token"]

_ADDRESS = "127.0.0.1"
#: Seconds for which a token is kept: a server that was killed lets the same pages in again.
_TOKEN_AGE = 86_400
#: Seconds for which a ticket lets in: as long as a browser may take to start.
_TICKET_AGE = 120
#: Ports of working copies: each has its own, so that a browser keeps what was typed there for it.
_PORTS = range(20_000, 30_000)
#: Seconds for which open pages may end what they ask for when the server stops.
_FAREWELL = 2


def kept_token(path: Path) -> str:
    """
    Return the token kept in the file at *path*, which its owner alone can read; or a new one.

    A token older than a day is not used again, so one that was published by mistake lets nobody in.

    Raises:
        OSError: If it can't be written.
    """
    with contextlib.suppress(OSError, UnicodeDecodeError):
        token = path.read_text(encoding="ascii").strip()
        age = time.time() - path.stat().st_mtime
        if re.fullmatch(r"[\w-]{43}", token) and age < _TOKEN_AGE:
            path.chmod(0o600)
            return token
    token = secrets.token_urlsafe(32)
    path.unlink(missing_ok=True)
    write_whole(path, token + "\n", private=True)
    return token


class PortTakenError(InputError):
    """The port that was asked for can't be had: another program listens there, or it is reserved."""

    def __init__(self, port: int, why: str) -> None:
        super().__init__(f"port {port} can't be had ({why}); choose another with --port")
        self.port, self.why = port, why

    def message(self, say: Say) -> str:
        return say(
            "Port {port} can't be had ({why}); choose another with --port.",
            port=self.port,
            why=self.why,
        )


class Door:
    """
    Lets in whoever has the *token*, or a ticket, which lets in once and soon.

    Browsers get the token as a cookie that scripts can't read and that other sites' pages can't
    send. Cookies are one for all ports of a machine, so its name has the port.
    """

    def __init__(self, token: str, port: int) -> None:
        self._token = token
        self.cookie = f"gradlings-{port}"
        self._tickets: dict[str, float] = {}

    @property
    def routes(self) -> list[Route]:
        """Where one comes in."""
        return [Route("/enter", self._enter)]

    def ticket(self) -> str:
        """Return a new ticket, for a link that others on this machine can see."""
        ticket = secrets.token_urlsafe(32)
        self._tickets[ticket] = time.monotonic() + _TICKET_AGE
        return ticket

    def admits(self, connection: HTTPConnection) -> bool:
        """Tell whether *connection* brings the token."""
        return _same(connection.cookies.get(self.cookie, ""), self._token)

    async def _enter(self, request: Request) -> Response:
        given = request.query_params
        by_ticket = time.monotonic() < self._tickets.pop(given.get("ticket", ""), 0)
        if not (by_ticket or _same(given.get("token", ""), self._token)):
            raise HTTPException(403)
        # A redirection would be sent without the cookie if another site's page has the link.
        response = HTMLResponse(entering_page(request.scope.get("root_path", "")))
        response.set_cookie(self.cookie, self._token, httponly=True, samesite="strict")
        return response


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


class OwnServer:
    """
    Serves a working copy to its learner, on this machine alone.

    Args:
        port: Where; by default the working copy's own port, or if that is taken, a free one.

    Raises:
        PortTakenError: If *port* is taken.
        OSError: If the token can't be kept.
    """

    def __init__(
        self, workspace: Workspace, course: Course, grading: Grading, port: int | None = None
    ) -> None:
        self._workspace, self._course = workspace, course
        self._checker = OneByOne(grading)
        self._store = WorkingCopy(workspace, course)
        solutions = partial(find_solutions, workspace.root, course.path)
        self._desk = Desk(course, self._store, self._checker, solutions)
        self._socket = _bound(workspace.root, port)
        self._port = self._socket.getsockname()[1]
        token = kept_token(workspace.root / ".gradlings" / "web.token")
        self._door = Door(token, self._port)
        self.link = f"http://{_ADDRESS}:{self._port}/enter?token={token}"

    def link_to_open(self) -> str:
        """Return a link that lets in once: it may be seen in the list of processes."""
        return f"http://{_ADDRESS}:{self._port}/enter?ticket={self._door.ticket()}"

    def run(self, begun: Callable[[], object] = lambda: None) -> None:
        """
        Serve until Ctrl-C or SIGTERM.

        Args:
            begun: Called in a thread of its own once requests are answered.
        """

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            with FolderNews(self._workspace, self._course, self._store, self._desk.hub):
                for beside in (self._warm_up, begun):
                    threading.Thread(target=beside, daemon=True).start()
                yield

        app = make_app(
            lambda connection: self._desk if self._door.admits(connection) else None,
            cookie=self._door.cookie,
            say=lambda: self._desk.say,
            hosts=(_ADDRESS, "localhost"),
            more=self._door.routes,
            lifespan=lifespan,
        )
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_FAREWELL,
        )
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[self._socket])

    def close(self) -> None:
        """Give the port back; :meth:`run` does so, too."""
        self._socket.close()

    def _warm_up(self) -> None:
        with contextlib.suppress(GradlingsError, OSError):  # The first check tells what is wrong.
            self._checker.warm_up()


def _own_port(root: Path) -> int:
    """The port of the working copy at *root*: always the same."""
    digest = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).digest()
    return _PORTS[int.from_bytes(digest[:4], "big") % len(_PORTS)]


def _bound(root: Path, port: int | None) -> socket.socket:
    if port is not None:
        try:
            return _listening(port)
        except OSError as error:
            raise PortTakenError(port, error.strerror or "") from None
    try:
        return _listening(_own_port(root))
    except OSError:
        return _listening(0)


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        if os.name != "nt":  # There it would let two servers have one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_ADDRESS, port))
        listener.listen()  # Until then another program could bind to it as well.
    except BaseException:
        listener.close()
        raise
    return listener
