"""What one learner may ask of the server, so that nobody's floods and slowness are felt by others."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from autograder.languages import Words

__all__ = ["Allowance", "Limited", "Sender"]

#: Requests of one learner: so many at once after a pause, then so many a second.
_BURST, _PER_SECOND = 40, 2.0
#: The same for an address from which somebody unknown asks: a class may share one.
_BURST_OF_STRANGERS, _STRANGERS_PER_SECOND = 240, 8.0
#: The same for the instructor, each of whose pages is renewed every second while a class is busy.
_BURST_OF_INSTRUCTOR, _INSTRUCTORS_PER_SECOND = 80, 12.0
#: Requests of one learner that are worked on at a time, and streams of news.
_MOST_AT_ONCE, _MOST_STREAMS = 6, 8
#: The same for an address of strangers.
_MOST_OF_STRANGERS = 100
#: Seconds in which the body of a request has to come.
_PATIENCE = 10.0
#: Allowances that are remembered.
_MOST_KEPT = 5_000
_STREAMS = ("/api/news", "/instructor/news")


@dataclass(frozen=True, slots=True)
class Sender:
    """
    Who sent a request.

    Attributes:
        name: None for a stranger.
        say: Their words.
    """

    name: str | None
    say: Words
    is_instructor: bool = False


class Allowance:
    """
    Requests that may be sent: *burst* at once, and *per_second* more each second.

    Args:
        clock: Returns seconds.
    """

    def __init__(
        self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._left, self._at = burst, clock()

    def take(self) -> float:
        """Take one; return 0, or, if none is left, the seconds until there is one."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return (1 - self._left) / self._per_second
        self._left -= 1
        return 0.0


@dataclass(slots=True)
class _Sender:
    """What one sender has asked for lately, and is being answered."""

    allowance: Allowance
    most_at_once: int
    at_once: int = 0
    streams: int = 0


class Limited:
    """
    Lets requests through to *app* as far as their sender may ask.

    Args:
        sender_of: Returns who sent a request.
    """

    def __init__(self, app: ASGIApp, sender_of: Callable[[HTTPConnection], Sender]) -> None:
        self._app, self._sender_of = app, sender_of
        self._senders: OrderedDict[str, _Sender] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        who = self._sender_of(HTTPConnection(scope))
        sender = self._sender(who, scope)
        response = await self._answered(sender, scope, _hasty(receive), send, who.say)
        if response is not None:
            await response(scope, receive, send)

    async def _answered(
        self, sender: _Sender, scope: Scope, receive: Receive, send: Send, say: Words
    ) -> Response | None:
        """Have *app* answer; or return why it does not."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not _is_free(path) and (seconds := sender.allowance.take()):
            return _refused(path, say("Too many requests; wait a little."), seconds)
        is_stream = path in _STREAMS
        if sender.streams >= _MOST_STREAMS if is_stream else sender.at_once >= sender.most_at_once:
            return _refused(path, say("Too many requests; wait a little."), 1)
        sender.streams += is_stream
        sender.at_once += not is_stream
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:  # Whoever asked has gone: no fault, and nothing to be logged.
            return None
        finally:
            sender.streams -= is_stream
            sender.at_once -= not is_stream
        return None

    def _sender(self, who: Sender, scope: Scope) -> _Sender:
        key = who.name or f"address {_network((scope.get('client') or '?')[0])}"
        if key not in self._senders:
            self._senders[key] = _new(who)
        self._senders.move_to_end(key)
        self._forget()
        return self._senders[key]

    def _forget(self) -> None:
        """Forget whoever has asked for nothing for the longest time, of those who wait for no answer."""
        if len(self._senders) > _MOST_KEPT:
            idle = (name for name, one in self._senders.items() if not (one.at_once or one.streams))
            if (oldest := next(idle, None)) is not None:
                del self._senders[oldest]


def _new(who: Sender) -> _Sender:
    """What *who* may ask for who has asked for nothing yet."""
    if who.name is None:
        allowance = Allowance(_BURST_OF_STRANGERS, _STRANGERS_PER_SECOND)
        return _Sender(allowance, _MOST_OF_STRANGERS)
    if who.is_instructor:
        return _Sender(Allowance(_BURST_OF_INSTRUCTOR, _INSTRUCTORS_PER_SECOND), _MOST_AT_ONCE)
    return _Sender(Allowance(_BURST, _PER_SECOND), _MOST_AT_ONCE)


def _is_free(path: str) -> bool:
    """Whether anybody may ask for that as often as they like."""
    return path.startswith("/static/")


def _network(address: str) -> str:
    """What one household has of addresses: *address* itself, or all of the 2⁶⁴ that an IPv6 line gives."""
    try:
        given = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    return str(given.ipv4_mapped or ipaddress.IPv6Network((int(given) >> 64 << 64, 64)))


def _refused(path: str, told: str, seconds: float) -> Response:
    """Tell it to the script that asked; or to whoever sees it instead of a page, which then comes by itself."""
    wait = str(max(1, round(seconds)))
    if "/api/" in path:
        return JSONResponse({"told": told}, 429, {"retry-after": wait})
    return PlainTextResponse(told, 429, {"retry-after": wait, "refresh": wait})


def _hasty(receive: Receive) -> Receive:
    """*receive*, which gives up on a body that does not come in time."""
    until = time.monotonic() + _PATIENCE
    complete = False

    async def hasty() -> Message:
        nonlocal complete
        if (
            complete
        ):  # What comes now is that the sender has gone; that may take as long as it likes.
            return await receive()
        left = until - time.monotonic()
        try:
            message = await asyncio.wait_for(receive(), max(left, 0.01))
        except asyncio.TimeoutError:
            raise HTTPException(408) from None
        complete = not message.get("more_body", False)
        return message

    return hasty
