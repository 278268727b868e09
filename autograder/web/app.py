"""Desks behind HTTP: addresses, requests and responses, and nothing that is about learning."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.content import Language
from autograder.languages import Words, words_in
from autograder.web import rendering, series_rendering
from autograder.web.access import SAFE, Guarded, is_of_page
from autograder.web.assets import asset, version
from autograder.web.desk import Desk
from autograder.web.errors import TOLD, FindRefusal, OtherPageError, by_the_terminals_link, tell
from autograder.web.framing import Frame, frame_of, status_part
from autograder.web.solutions import solutions_part
from autograder.web.stores import OvertakenError

__all__ = ["FindDesk", "Order", "course", "make_app", "ordered"]

#: Returns the desk of whoever sent a request; None if that is nobody we know.
FindDesk = Callable[[HTTPConnection], Desk | None]
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
#: Seconds between two signs of life on a stream of news.
_PING = 20


def make_app(
    desk_of: FindDesk,
    *,
    cookie: str,
    hosts: Sequence[str],
    more: Sequence[BaseRoute] = (),
    lifespan: Lifespan | None = None,
    refused: FindRefusal = by_the_terminals_link,
    say: Callable[[], Words] = lambda: words_in("en"),
    is_secure: bool = False,
) -> Starlette:
    """
    Return the application in which everybody works at the desk that *desk_of* finds for them.

    Args:
        cookie: The name of the cookie by which *desk_of* knows whoever asks.
        hosts: The names by which browsers may address the server, without ports.
        more: Further routes, which are looked at first: how one enters, say.
        refused: Says why a page is not for whoever asks, such as that they have not come in.
        say: Returns the words for whoever has no desk.
        is_secure: Whether browsers reach the server by HTTPS alone.
    """
    app = Starlette(
        routes=[*more, *_ROUTES],
        middleware=[
            Middleware(Guarded, is_secure=is_secure),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
        exception_handlers=dict.fromkeys(TOLD, tell),
        lifespan=lifespan,
    )
    app.state.desk_of, app.state.cookie = desk_of, cookie
    app.state.refused, app.state.say = refused, say
    return app


def _desk(request: Request) -> Desk:
    """
    Return the desk of whoever sent *request*.

    Raises:
        HTTPException: If that is nobody we know, or if it would change something and no script on a
            page of theirs sent it.
    """
    desk: Desk | None = request.app.state.desk_of(request)
    if desk is None:
        raise HTTPException(403)
    if request.method not in SAFE and not is_of_page(request, request.app.state.cookie):
        raise OtherPageError
    return desk


# Pages


async def _page(request: Request, render: Callable[..., str], *arguments: str) -> Response:
    desk, frame = _desk(request), _frame(request)
    return HTMLResponse(await run_in_threadpool(render, desk, frame, *arguments))


def _frame(request: Request) -> Frame:
    return frame_of(request, request.app.state.cookie)


async def course(request: Request) -> Response:
    """Answer with the map of the course."""
    return await _page(request, rendering.course_page)


async def _chapter(request: Request) -> Response:
    return await _page(request, rendering.chapter_page, request.path_params["chapter"])


async def _exercise(request: Request) -> Response:
    return await _page(request, rendering.exercise_page, request.path_params["exercise"])


async def _questions(request: Request) -> Response:
    return await _page(request, series_rendering.series_page, request.path_params["name"])


async def _progress(request: Request) -> Response:
    return await _page(request, rendering.progress_page)


async def _explain(request: Request) -> Response:
    return await _page(
        request, rendering.explain_page, request.query_params.get("error", "")[:2000]
    )


# What pages ask for


class Order(BaseModel):
    """What a page asks for, and nothing else."""

    model_config = ConfigDict(strict=True, extra="forbid")


class _Save(Order):
    """A text to be kept; see :meth:`autograder.web.Store.save`."""

    text: str
    based_on: str
    keep_other: bool = False


class _Check(Order):
    anew: bool = True


class _Answer(Order):
    """An answer in a series; None leaves the question."""

    turn: str
    answer: str | None


class _Speak(Order):
    language: Language


AnyOrder = TypeVar("AnyOrder", bound=Order)


async def ordered(request: Request, kind: type[AnyOrder]) -> AnyOrder:
    """
    Return what a page asks for.

    Raises:
        HTTPException: If it is something else, as no page of ours sends.
    """
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError:
        raise HTTPException(400) from None


async def _text(request: Request) -> Response:
    kept = await run_in_threadpool(_desk(request).text, request.path_params["exercise"])
    return JSONResponse({"text": kept.text, "digest": kept.digest, "problem": kept.problem})


async def _save(request: Request) -> Response:
    desk, order = _desk(request), await ordered(request, _Save)
    try:
        kept = await run_in_threadpool(
            desk.save,
            request.path_params["exercise"],
            order.text,
            order.based_on,
            keep_other=order.keep_other,
        )
    except OvertakenError as error:
        now = error.now
        told = {"told": error.message(desk.say), "copy": error.copy, "problem": now.problem}
        return JSONResponse({"text": now.text, "digest": now.digest, **told}, 409)
    return JSONResponse({"digest": kept.digest})


async def _check(request: Request) -> Response:
    desk, order = _desk(request), await ordered(request, _Check)
    exercise = request.path_params["exercise"]
    await run_in_threadpool(desk.give_up_outdated)
    async with desk.checks.turn(exercise):
        checked = await run_in_threadpool(desk.check, exercise, anew=order.anew)
    return JSONResponse(
        await run_in_threadpool(rendering.checked_part, desk, _frame(request), exercise, checked)
    )


async def _hint(request: Request) -> Response:
    desk, exercise = _desk(request), request.path_params["exercise"]
    await run_in_threadpool(desk.next_hint, exercise)
    return JSONResponse({"html": await run_in_threadpool(rendering.hints_part, desk, exercise)})


async def _reset(request: Request) -> Response:
    desk, exercise = _desk(request), request.path_params["exercise"]
    copy = await run_in_threadpool(desk.reset, exercise)
    told = desk.say("What you wrote is kept in {path}.", path=copy) if copy else ""
    kept = await run_in_threadpool(desk.text, exercise)
    return JSONResponse({"text": kept.text, "digest": kept.digest, "told": told, "copy": copy})


async def _solutions(request: Request) -> Response:
    desk, exercise = _desk(request), request.path_params["exercise"]
    return JSONResponse({"html": await run_in_threadpool(solutions_part, desk, exercise)})


async def _answer(request: Request) -> Response:
    desk, order = _desk(request), await ordered(request, _Answer)
    name = request.path_params["name"]
    turn = await run_in_threadpool(desk.series.answer, name, order.turn, order.answer)
    return JSONResponse(
        await run_in_threadpool(series_rendering.turn_part, desk, _frame(request), name, turn)
    )


async def _again(request: Request) -> Response:
    desk, name = _desk(request), request.path_params["name"]
    await run_in_threadpool(desk.series.begin, name)
    return JSONResponse({})


async def _speak(request: Request) -> Response:
    desk, order = _desk(request), await ordered(request, _Speak)
    await run_in_threadpool(desk.use_language, order.language)
    return JSONResponse({})


async def _status(request: Request) -> Response:
    return JSONResponse(await run_in_threadpool(status_part, _desk(request)))


async def _news(request: Request) -> Response:
    desk = _desk(request)

    async def stream() -> AsyncIterator[dict[str, str]]:
        yield {"event": "listening", "data": "{}"}
        async with aclosing(desk.hub.listen()) as all_news:
            async for news in all_news:
                if request.app.state.desk_of(request) is not desk:
                    return  # What they came in by lets nobody in any more.
                yield {"event": news.kind, "data": json.dumps(dict(news.data))}

    return EventSourceResponse(stream(), ping=_PING)


async def _static(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None or request.path_params["version"] != version():
        raise HTTPException(404)
    forever = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found.content, headers=forever, media_type=found.media_type)


def _api(place: str, endpoint: Any, method: str) -> Route:
    return Route(f"/api{place}", endpoint, methods=[method])


_ROUTES: Sequence[BaseRoute] = (
    Route("/", course),
    Route("/chapters/{chapter}", _chapter),
    Route("/exercises/{exercise}", _exercise),
    Route("/questions/{name:path}", _questions),
    Route("/progress", _progress),
    Route("/explain", _explain),
    Route("/static/{version}/{name}", _static),
    _api("/news", _news, "GET"),
    _api("/status", _status, "GET"),
    _api("/language", _speak, "PUT"),
    _api("/exercises/{exercise}", _text, "GET"),
    _api("/exercises/{exercise}", _save, "PUT"),
    _api("/exercises/{exercise}/check", _check, "POST"),
    _api("/exercises/{exercise}/hint", _hint, "POST"),
    _api("/exercises/{exercise}/reset", _reset, "POST"),
    _api("/exercises/{exercise}/solutions", _solutions, "POST"),
    _api("/questions/{name:path}/answer", _answer, "POST"),
    _api("/questions/{name:path}/again", _again, "POST"),
)
