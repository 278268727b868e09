"""Who may talk to the server: from where requests may come, how large they may be, what pages may do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LARGEST_REQUEST", "Guarded", "nonce_of"]

#: Bytes of the largest request: a program may have 200 KB, and JSON can write six bytes for one.
LARGEST_REQUEST = 1_500_000
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
#: Methods that change nothing.
_SAFE = ("GET", "HEAD")


class _TooLargeError(Exception):
    """The request has more bytes than may be."""


class Guarded:
    """
    Guards *app*: refuses requests that another site's page sent, and those that are too large.

    Each response says what its page may do: load and run what comes from here, and nothing else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)
        answering = _Answering(send, {**_HEADERS, "content-security-policy": _policy(nonce)})
        headers = Headers(scope=scope)
        if not _is_from_here(scope["method"], headers):
            refusal = PlainTextResponse("This request comes from another site.", 403)
            await refusal(scope, receive, answering)
            return
        try:
            await self._app(scope, _capped(receive, headers), answering)
        except _TooLargeError:
            if not answering.begun:
                await PlainTextResponse("This is too large.", 413)(scope, receive, answering)
        except Exception:
            if not answering.begun:
                await PlainTextResponse("This is our fault.", 500)(scope, receive, answering)
            raise  # The server logs it.


def nonce_of(scope: Mapping[str, object]) -> str:
    """Return the word by which the policy of this response lets the editor's style in."""
    state = scope["state"]
    assert isinstance(state, dict)
    return str(state["nonce"])


class _Answering:
    """Sends responses on, with headers of ours."""

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send, self._headers = send, headers
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await self._send(message)


def _policy(nonce: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"style-src 'self' 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _is_from_here(method: str, headers: Headers) -> bool:
    """
    Whether no other site's page can have sent the request, other ports of this machine included.

    What changes something needs an origin, and it must be ours. What only reads may have none, as a
    link that is followed has; its answer is readable for our own pages alone.
    """
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return method in _SAFE


def _capped(receive: Receive, headers: Headers) -> Receive:
    """*receive*, which stops once more has come than may."""
    length = headers.get("content-length", "0")
    left = LARGEST_REQUEST
    announced = int(length[:20]) if length.isascii() and length.isdigit() else 0

    async def capped() -> Message:
        nonlocal left
        if announced > LARGEST_REQUEST:
            raise _TooLargeError
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _TooLargeError
        return message

    return capped
