"""Who may talk to the server: from where requests may come, how large they may be, what pages may do."""

from __future__ import annotations

import contextlib
import hmac
import secrets
from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = [
    "LARGEST_REQUEST",
    "PAGE_HEADER",
    "SAFE",
    "Guarded",
    "is_of_page",
    "nonce_of",
    "page_word",
]

#: Bytes of the largest request: a program may have 200 KB, and JSON can write six bytes for one.
LARGEST_REQUEST = 1_500_000
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
#: Bytes that are read beyond that, and thrown away.
_MOST_THROWN_AWAY = 20_000_000
#: Methods that change nothing.
SAFE = ("GET", "HEAD")
#: The header in which our scripts send their page's word.
PAGE_HEADER = "x-gradlings-page"


class _TooLargeError(Exception):
    """
    The request has more bytes than may be.

    Attributes:
        has_more: Whether some are still to come; whoever waits for more than that waits for ever.
    """

    def __init__(self, *, has_more: bool) -> None:
        super().__init__()
        self.has_more = has_more


class Guarded:
    """
    Guards *app*: refuses requests that another site's page sent, and those that are too large.

    Each response says what its page may do: load and run what comes from here, and nothing else.

    Args:
        is_secure: Whether pages come by HTTPS alone: then one that came by HTTP is another site's.
    """

    def __init__(self, app: ASGIApp, *, is_secure: bool = False) -> None:
        self._app = app
        self._schemes = ("https",) if is_secure else ("http", "https")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)
        answering = _Answering(send, {**_HEADERS, "content-security-policy": _policy(nonce)})
        headers = Headers(scope=scope)
        if not _is_from_here(scope["method"], headers, self._schemes):
            refusal = PlainTextResponse("This request comes from another site.", 403)
            await refusal(scope, receive, answering)
            return
        try:
            await self._app(scope, _capped(receive, headers), answering)
            await answering.complete()
        except _TooLargeError as error:
            if not answering.begun:
                if error.has_more:
                    await _throw_away(receive)
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


def page_word(cookie: str) -> str:
    """
    Return the word of pages that were given to whoever has *cookie*.

    Nobody can tell it who can only make a browser send the cookie. A page that somebody else opened
    has another one, so it changes nothing of whoever came in later, in the same browser.
    """
    return hmac.new(cookie.encode("utf-8", "replace"), b"page", "sha256").hexdigest()


def is_of_page(connection: HTTPConnection, cookie: str) -> bool:
    """Tell whether a script of ours sent this, on a page of whoever is known by the cookie named *cookie*."""
    given = connection.headers.get(PAGE_HEADER, "")
    wanted = page_word(connection.cookies.get(cookie, ""))
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class _Answering:
    """Sends responses on, with headers of ours."""

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send, self._headers = send, headers
        self.begun, self._is_complete = False, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        elif message["type"] == "http.response.body":
            self._is_complete = not message.get("more_body", False)
        await self._send(message)

    async def complete(self) -> None:
        """End a response that its sender left open, as a stream of news does when the server ends."""
        if self.begun and not self._is_complete:
            await self({"type": "http.response.body", "body": b""})


def _policy(nonce: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"style-src 'self' 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _is_from_here(method: str, headers: Headers, schemes: Sequence[str]) -> bool:
    """
    Whether no other site's page can have sent the request, other ports of this machine included.

    What changes something needs an origin, and it must be ours. What only reads may have none, as a
    link that is followed has; its answer is readable for our own pages alone. Where a browser says
    from what site it asks (``Sec-Fetch-Site``), it must not be another one, unless a link was followed.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
    changes = method not in SAFE
    if site != "same-origin" and (changes or not (site == "none" or _follows_a_link(headers))):
        return False
    if origin is None:
        return not changes
    # Compared as a text: what is no address at all needs no reading.
    return origin in [f"{scheme}://{headers.get('host')}" for scheme in schemes]


def _follows_a_link(headers: Headers) -> bool:
    """Whether the answer takes the place of a whole page, so that no other page holds it."""
    kind = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    return kind == ("navigate", "document")


def _capped(receive: Receive, headers: Headers) -> Receive:
    """*receive*, which stops once more has come than may."""
    length = headers.get("content-length", "0")
    left = LARGEST_REQUEST
    announced = int(length[:20]) if length.isascii() and length.isdigit() else 0

    async def capped() -> Message:
        nonlocal left
        if announced > LARGEST_REQUEST:
            raise _TooLargeError(has_more=True)
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _TooLargeError(has_more=message.get("more_body", False))
        return message

    return capped


async def _throw_away(receive: Receive) -> None:
    """
    Read what is still to come of a body.

    A connection that is closed while its other end sends is reset: browsers, and proxies before us,
    would never read the answer, and take us for away.
    """
    left = _MOST_THROWN_AWAY
    with contextlib.suppress(HTTPException):  # It does not come in time.
        while left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if not message.get("more_body", False):
                return
