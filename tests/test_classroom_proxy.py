"""A classroom behind a reverse proxy that takes the root path off, as docs/classroom.md says for nginx and Caddy."""

from __future__ import annotations

import asyncio
import re
from contextlib import contextmanager
from functools import partialmethod

import pytest

pytest.importorskip("starlette")

import httpx
from listening import listening
from starlette.testclient import TestClient
from uvicorn.protocols.http.h11_impl import H11Protocol

from autograder.classroom import limits
from autograder.classroom import server as serving
from autograder.classroom.admission import Admission
from autograder.classroom.app import Classroom
from autograder.classroom.database import Database
from autograder.classroom.pool import Pool
from autograder.classroom.reaching import address_of
from autograder.classroom.room import Room
from autograder.languages import words_in
from autograder.rosters import Person

OUTSIDE = "https://class.example.org"
STEP = "step_no_grad"


class Proxy:
    """
    An ASGI application that passes on what comes below ``/grad`` to a *port*.

    As nginx does unless it is told otherwise, it keeps an answer back until it has all of it, but for one that
    asks for what comes to be passed on at once (``X-Accel-Buffering: no``).

    Args:
        listens: Whether it does as it is asked.
    """

    def __init__(self, port, visitor="203.0.113.7", *, listens=True):
        self._port, self.visitor, self._listens = port, visitor, listens

    async def __call__(self, scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        passing = asyncio.ensure_future(self._pass_on(scope, body, send))
        gone = asyncio.ensure_future(receive())
        await asyncio.wait((passing, gone), return_when=asyncio.FIRST_COMPLETED)
        for task in (passing, gone):
            task.cancel()
        await asyncio.gather(passing, gone, return_exceptions=True)

    async def _pass_on(self, scope, body, send):
        path = scope["raw_path"].decode().removeprefix("/grad")
        headers = [(name, value) for name, value in scope["headers"] if name != b"connection"]
        headers += [(b"x-forwarded-for", self.visitor.encode()), (b"x-forwarded-proto", b"https")]
        place = f"http://127.0.0.1:{self._port}{path}?{scope['query_string'].decode()}"
        async with (
            httpx.AsyncClient(timeout=60, verify=False) as client,
            client.stream(scope["method"], place, headers=headers, content=body) as answer,
        ):
            given = [(k.lower(), v) for k, v in answer.headers.raw]
            start = {"type": "http.response.start", "status": answer.status_code, "headers": given}
            if self._listens and answer.headers.get("x-accel-buffering") == "no":
                await send(start)
                async for part in answer.aiter_raw():
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body", "body": b""})
            else:
                whole = b"".join([part async for part in answer.aiter_raw()])
                await send(start)
                await send({"type": "http.response.body", "body": whole})


@pytest.fixture
def proxied(course, tmp_path):
    database, pool = Database(tmp_path / "c.sqlite"), Pool(course, "process", size=1)
    admission = Admission(database)
    admission.enrol([Person(("anna",), "Anna")], "en")
    where, outside = address_of("127.0.0.1", 8000, OUTSIDE, "/grad", ["127.0.0.1"])
    room = Room(course, database, pool, where.root_path)
    classroom = Classroom(
        room, admission, words_in("en"), address=outside, export=lambda: "done", is_secure=True
    )
    link = classroom.link(admission.new_links(["anna"])["anna"])
    # Set up as the command sets it up for such an address.
    options = {"root_path": where.root_path, "forwarded_allow_ips": list(where.proxies)}
    options["proxy_headers"] = bool(where.proxies)
    with listening(classroom.app(where.hosts), serving._Punctual, **options) as port:
        yield Proxy(port), link
    pool.close()
    database.close()


def browser(proxy):
    return TestClient(proxy, OUTSIDE, headers={"origin": OUTSIDE})


def at_work(proxy, link):
    """A browser that has come in, on a page of the course."""
    anna = browser(proxy)
    anna.get(link)
    anna.headers["x-gradlings-page"] = re.search(r'data-page="(\w+)"', anna.get("/grad/").text)[1]
    return anna


@contextmanager
def news_of(proxy, anna, **headers):
    """What *anna*'s page hears by the proxy, on a connection of its own: an answer that has begun."""
    cookie = "; ".join(f"{name}={value}" for name, value in anna.cookies.items())
    headers |= {"host": "class.example.org", "cookie": cookie}
    options = {"timeout_graceful_shutdown": 1}
    with (
        listening(proxy, H11Protocol, **options) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client,
        client.stream("GET", "/grad/api/news") as answer,
    ):
        yield answer


def kinds_in(answer):
    return (
        line.removeprefix("event: ") for line in answer.iter_lines() if line.startswith("event: ")
    )


def test_a_learner_works_behind_a_proxy_by_addresses_below_its_path(proxied):
    proxy, link = proxied
    assert link.startswith(f"{OUTSIDE}/grad/join?token=")
    anna = browser(proxy)
    entered = anna.get(link)
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("__Host-gradlings-classroom-grad=")
    assert "Secure" in cookie
    page = anna.get("/grad/").text
    links = re.findall(r'(?:href|src)="(/[^"]*)"', page)
    assert links
    assert all(one.startswith("/grad/") for one in links)
    assert {anna.get(one).status_code for one in links if "/static/" in one} == {200}


def test_texts_are_saved_and_copies_found_behind_a_proxy(proxied):
    proxy, link = proxied
    anna = at_work(proxy, link)
    place = f"/grad/api/exercises/{STEP}"
    assert anna.put(place, json={"text": "x = 1\n", "based_on": "missing"}).status_code == 200
    refused = anna.put(place, json={"text": "x = 2\n", "based_on": "older"})
    assert refused.status_code == 409
    copy = re.search(r"/grad/copies/\d+", refused.text)[0]
    assert anna.get(copy).text == "x = 2\n"
    forged = {"origin": "https://evil.example"}
    assert anna.put(place, json={}, headers=forged).status_code == 403


def test_one_visitors_flood_is_not_anothers_where_the_proxy_tells_them_apart(proxied, monkeypatch):
    monkeypatch.setattr(limits, "_BURST_OF_STRANGERS", 3)
    monkeypatch.setattr(limits, "_STRANGERS_PER_SECOND", 0.001)
    proxy, _ = proxied
    stranger = browser(proxy)
    codes = [stranger.get("/grad/join").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    proxy.visitor = "203.0.113.8"
    assert stranger.get("/grad/join").status_code == 200


def test_news_pass_a_proxy_one_by_one_while_their_stream_goes_on(proxied):
    proxy, link = proxied
    anna = at_work(proxy, link)
    with news_of(proxy, anna) as answer:
        heard = kinds_in(answer)
        before = [next(heard), next(heard)]
        anna.put(f"/grad/api/exercises/{STEP}", json={"text": "x = 1\n", "based_on": "missing"})
        after = next(heard)

    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert (before, after) == (["listening", "shown"], "changed")


def test_a_proxy_that_kept_news_back_would_be_noticed(proxied, monkeypatch):
    proxy, link = proxied
    anna = at_work(proxy, link)
    monkeypatch.setattr(proxy, "_listens", False)
    monkeypatch.setattr(httpx.Client, "stream", partialmethod(httpx.Client.stream, timeout=0.5))
    with pytest.raises(httpx.ReadTimeout), news_of(proxy, anna):
        pass


def test_a_page_that_was_cut_off_hears_first_that_it_is_to_ask_for_all_that_is_new(proxied):
    proxy, link = proxied
    anna = at_work(proxy, link)
    place = f"/grad/api/exercises/{STEP}"
    with news_of(proxy, anna) as answer:
        first = next(kinds_in(answer))
    anna.put(place, json={"text": "typed_elsewhere = 1\n", "based_on": "missing"})

    # The last that a page has heard, as browsers tell it; whatever it is, nothing is left out.
    with news_of(proxy, anna, **{"last-event-id": "7"}) as answer:
        again = next(kinds_in(answer))

    assert (first, again) == ("listening", "listening")
    assert "typed_elsewhere" in anna.get(place).json()["text"]
