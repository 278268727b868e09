"""The classroom behind HTTP: the desks of ``web``, a door, and the instructor's page."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from importlib import resources
from urllib.parse import parse_qs, urlsplit

from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route
from starlette.types import ASGIApp

from autograder.classroom import rendering
from autograder.classroom.admission import INSTRUCTOR, SESSION_AGE, Admission, Guest
from autograder.classroom.limits import Limited, Sender
from autograder.classroom.room import LearnerDesk, Room, Shown
from autograder.classroom.stores import copy_of
from autograder.languages import Words
from autograder.web.access import is_of_page
from autograder.web.app import Lifespan, Order, course, make_app, ordered
from autograder.web.errors import OtherPageError, Refusal
from autograder.web.framing import Frame, frame_of
from autograder.web.hub import News
from autograder.web.stores import digest_of

__all__ = ["COOKIE", "Classroom", "Export"]

COOKIE = "gradlings-classroom"
#: Seconds between two looks of the instructor's page at a busy class.
_CALM = 1.0
#: Bytes of the form by which one comes in.
_MOST_OF_FORM = 1_000

#: A number that a copy can have.
_NUMBER = re.compile(r"[0-9]{1,18}")

#: Writes the class's work and grades; returns a sentence on what was written.
Export = Callable[[], str]


class _Show(Order):
    """
    A misconception to be shown to the class; an empty one ends that.

    Attributes:
        example: The digest of the example that the instructor has read.
    """

    misconception: str
    exercise: str = ""
    example: str = ""


class _ForLearner(Order):
    """Something for a *learner*. An id may hold what proxies change in an address."""

    learner: str


class Classroom:
    """
    The application of a *room*: who comes in by *admission* works at a desk of their own.

    Args:
        say: The words of the instructor, and of whoever is not known yet.
        address: How the server is reached from outside, up to the root path, for links.
        is_secure: Whether it is reached by HTTPS alone.
    """

    def __init__(
        self,
        room: Room,
        admission: Admission,
        say: Words,
        *,
        address: str,
        export: Export,
        is_secure: bool = False,
    ) -> None:
        self._room, self._admission, self._say = room, admission, say
        self._address, self._export, self._is_secure = address, export, is_secure
        self._exporting = threading.Lock()  # Two exports would write to the same files.
        self.cookie = _cookie_name(address) if is_secure else COOKIE

    def app(self, hosts: Sequence[str], lifespan: Lifespan | None = None) -> ASGIApp:
        """Return the application, for browsers that address it by one of *hosts*."""
        inner: Starlette = make_app(
            self._desk_of,
            cookie=self.cookie,
            hosts=hosts,
            more=self._routes,
            lifespan=lifespan,
            refused=self._refused,
            say=lambda: self._say,
            is_secure=self._is_secure,
        )
        return Limited(inner, self._sender_of)

    def link(self, token: str) -> str:
        """Return the link that has *token*."""
        return f"{self._address}/join?token={token}"

    @property
    def _routes(self) -> list[Route]:
        return [
            Route("/", self._home),
            Route("/join", self._join, methods=["GET"]),
            Route("/join", self._join_by_code, methods=["POST"]),
            Route("/shown", self._shown),
            Route("/copies/{number}", self._copy),
            Route("/instructor", self._instructor),
            Route("/instructor/page.js", self._script),
            Route("/instructor/news", self._news),
            Route("/instructor/api/show", self._show, methods=["POST"]),
            Route("/instructor/api/link", self._new_link, methods=["POST"]),
            Route("/instructor/api/export", self._exported, methods=["POST"]),
        ]

    # Who asks

    def _guest(self, connection: HTTPConnection) -> Guest | None:
        return self._admission.who(connection.cookies.get(self.cookie, ""))

    def _desk_of(self, connection: HTTPConnection) -> LearnerDesk | None:
        guest = self._guest(connection)
        return self._room.desk(guest.learner) if guest and guest.learner is not None else None

    def _sender_of(self, connection: HTTPConnection) -> Sender:
        guest = self._guest(connection)
        if guest is None or guest.learner is None:
            name = "instructor" if guest else None
            return Sender(name, self._say, is_instructor=guest is not None)
        return Sender(f"learner {guest.learner}", self._room.desk(guest.learner).say)

    def _need_desk(self, request: Request) -> LearnerDesk:
        desk = self._desk_of(request)
        if desk is None:
            raise HTTPException(403)
        return desk

    def _need_instructor(self, request: Request, *, changes: bool = False) -> None:
        """
        Refuse whoever is not the instructor; what *changes* something needs the page's word, too.

        Raises:
            OtherPageError: If it comes from no page of whoever is in.
            HTTPException: If it is somebody else.
        """
        guest = self._guest(request)
        if guest is not None and changes and not is_of_page(request, self.cookie):
            raise OtherPageError
        if guest != INSTRUCTOR:
            raise HTTPException(403)

    def _refused(self, connection: HTTPConnection, say: Words) -> Refusal:
        """Say why a page is not for whoever asks, and which one is."""
        guest = self._guest(connection)
        root = connection.scope.get("root_path", "")
        is_instructors = connection.url.path.removeprefix(root).startswith("/instructor")
        if guest == INSTRUCTOR:
            told = say("You are the instructor here; this page is a learner's.")
            return Refusal(told, "/instructor", say("The class"))
        if guest is not None:
            return Refusal(say("This page is your teacher's."), "/", say("Map"))
        if is_instructors:
            return Refusal(rendering.instructors_way_in(say))
        told = say("You have not come in: use the link that your teacher gave you.")
        if self._admission.code:
            return Refusal(told, "/join", say("Come in by the class's code"))
        return Refusal(told)

    # The door

    async def _home(self, request: Request) -> Response:
        """The map of the course, to a learner; the instructor's is another page."""
        if self._guest(request) == INSTRUCTOR:
            return RedirectResponse(request.scope.get("root_path", "") + "/instructor", 303)
        return await course(request)

    async def _join(self, request: Request) -> Response:
        token = request.query_params.get("token", "")
        if not token:
            return self._door(request)
        entered = await run_in_threadpool(self._admission.enter_by_token, token)
        return self._entered(request, entered)

    async def _join_by_code(self, request: Request) -> Response:
        body = await request.body()
        if len(body) > _MOST_OF_FORM:
            raise HTTPException(413)
        given = parse_qs(body.decode("utf-8", "replace"))
        code, learner = (given.get(field, [""])[0] for field in ("code", "learner"))
        entered = await run_in_threadpool(self._admission.enter_by_code, code, learner)
        return self._entered(request, entered)

    def _entered(self, request: Request, entered: tuple[Guest, str] | None) -> Response:
        if entered is None:
            return self._door(request, refused=True)
        guest, cookie = entered
        # A redirection would be sent without the cookie if another site's page has the link.
        response = HTMLResponse(
            rendering.entered_page(self._room, self._frame(request), guest, self._say)
        )
        response.set_cookie(
            self.cookie,
            cookie,
            max_age=SESSION_AGE,
            path="/" if self._is_secure else request.scope.get("root_path") or "/",
            secure=self._is_secure,
            httponly=True,
            samesite="strict",
        )
        return response

    def _door(self, request: Request, *, refused: bool = False) -> Response:
        has_code = bool(self._admission.code)
        page = rendering.door_page(self._frame(request), self._say, has_code, refused)
        return HTMLResponse(page, 403 if refused else 200)

    async def _shown(self, request: Request) -> Response:
        """What the class is shown, to a learner; and to the instructor, who may throw it on a wall."""
        is_theirs = self._guest(request) == INSTRUCTOR
        say = self._say if is_theirs else self._need_desk(request).say
        page = rendering.shown_page(self._room, self._frame(request), say, is_instructor=is_theirs)
        return HTMLResponse(page)

    # A learner's

    async def _copy(self, request: Request) -> Response:
        desk, number = self._need_desk(request), request.path_params["number"]
        if not _NUMBER.fullmatch(number):
            raise HTTPException(404)
        text = await run_in_threadpool(copy_of, self._room.database, desk.learner, int(number))
        if text is None:
            raise HTTPException(404)
        return PlainTextResponse(text)

    # The instructor's

    async def _instructor(self, request: Request) -> Response:
        self._need_instructor(request)
        page = await run_in_threadpool(
            rendering.instructor_page,
            self._room,
            self._frame(request),
            self._say,
            code=self._admission.code,
            address=self._address,
            is_in_class=self._admission.is_enrolled,
        )
        return HTMLResponse(page)

    async def _script(self, request: Request) -> Response:  # noqa: ARG002 - as all endpoints
        script = resources.files("autograder.classroom") / "static" / "instructor.js"
        return Response(script.read_bytes(), media_type="text/javascript; charset=utf-8")

    async def _news(self, request: Request) -> Response:
        self._need_instructor(request)

        async def stream() -> AsyncIterator[dict[str, str]]:
            yield {"event": "changed", "data": "{}"}
            async with aclosing(self._room.hub.listen()) as all_news:
                async for _ in all_news:
                    yield {"event": "changed", "data": "{}"}
                    await asyncio.sleep(_CALM)

        return EventSourceResponse(stream(), ping=20)

    async def _show(self, request: Request) -> Response:
        self._need_instructor(request, changes=True)
        order = await ordered(request, _Show)
        told = await run_in_threadpool(self._show_now, order)
        return JSONResponse({"told": told}, 409) if told else JSONResponse({})

    def _show_now(self, order: _Show) -> str:
        """Show it, unless that is no longer what the instructor has read; return why it is not shown."""
        if not order.misconception:
            self._room.show(None)
            return ""
        if order.misconception not in self._room.course.misconceptions:
            raise HTTPException(404)
        exercise = self._room.course.exercise(order.exercise)
        example = rendering.example_of(self._room, order.misconception, exercise.id)
        if example is None:
            return self._say("This is no longer so: nobody's last check shows it any more.")
        if not _is_as_read(example, order.example):
            return self._say("The program has changed since; read it again, then show it.")
        self._room.show(Shown(order.misconception, exercise.id, example))
        return ""

    async def _new_link(self, request: Request) -> Response:
        self._need_instructor(request, changes=True)
        learner = (await ordered(request, _ForLearner)).learner
        if not self._admission.is_enrolled(learner):
            raise HTTPException(404)
        tokens = await run_in_threadpool(self._admission.new_links, [learner])
        # Streams of news are looked at when there are news: these let nobody in any more.
        self._room.desk(learner).hub.publish(News("progress"))
        return JSONResponse({"link": self.link(tokens[learner])})

    async def _exported(self, request: Request) -> Response:
        self._need_instructor(request, changes=True)
        return JSONResponse({"told": await run_in_threadpool(self._export_alone)})

    def _export_alone(self) -> str:
        if not self._exporting.acquire(blocking=False):
            return self._say("An export is under way; what it writes is told once it is done.")
        try:
            return self._export()
        finally:
            self._exporting.release()

    def _frame(self, request: Request) -> Frame:
        return frame_of(request, self.cookie)


def _cookie_name(address: str) -> str:
    """
    The name of the cookie of a class that is reached by HTTPS at *address*.

    No page of a subdomain, and nobody who can only change what is sent by HTTP, can set a cookie of such
    a name, and let a learner in as somebody else. Such cookies are for a host, so the name has the path.
    """
    path = "-".join(re.findall(r"\w+", urlsplit(address).path, re.ASCII))
    return f"__Host-{COOKIE}-{path}" if path else f"__Host-{COOKIE}"


def _is_as_read(example: str, digest: str) -> bool:
    """Tell whether an *example* is the one that the instructor read, whose page has that *digest*."""
    return digest_of(example.encode()) == digest
