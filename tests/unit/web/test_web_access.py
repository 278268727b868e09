"""Who may talk to the server, without a server."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("starlette")

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from autograder.web.access import LARGEST_REQUEST, Guarded


async def echo(scope, receive, send):
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def heard_and_answered(parts, headers=()):
    """What happens, in order, while a body of so many bytes in each part is sent."""
    happened, left = [], list(parts)

    async def receive():
        happened.append("heard")
        return {"type": "http.request", "body": b" " * left.pop(0), "more_body": bool(left)}

    async def send(message):
        if message["type"] == "http.response.start":
            happened.append(message["status"])

    scope = {"type": "http", "method": "PUT", "path": "/", "query_string": b""}
    own = [(b"host", b"here"), (b"origin", b"http://here"), *headers]
    asyncio.run(Guarded(echo)({**scope, "headers": own}, receive, send))
    return happened


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"6000000")]])
def test_whoever_sends_too_much_is_told_so_once_all_was_sent(headers):
    """A connection that is closed before is reset: its other end would take the server for away."""
    assert heard_and_answered([LARGEST_REQUEST] * 4, headers) == ["heard"] * 4 + [413]


def test_nobody_is_listened_to_without_end():
    assert heard_and_answered([LARGEST_REQUEST] * 1_000)[-1] == 413
    assert len(heard_and_answered([LARGEST_REQUEST] * 1_000)) < 20


def test_what_is_not_too_much_is_let_through():
    assert heard_and_answered([LARGEST_REQUEST]) == ["heard", 200]
