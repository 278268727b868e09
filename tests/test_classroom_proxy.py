"""A classroom behind a reverse proxy that takes the root path off, as docs/classroom.md says for nginx and Caddy."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("starlette")

import httpx
from listening import listening
from starlette.testclient import TestClient

from autograder.classroom import limits
from autograder.classroom import server as serving
from autograder.classroom.admission import Admission
from autograder.classroom.app import Classroom
from autograder.classroom.database import Database
from autograder.classroom.opening import address_of
from autograder.classroom.pool import Pool
from autograder.classroom.room import Room
from autograder.languages import words_in
from autograder.rosters import Person

OUTSIDE = "https://class.example.org"
STEP = "step_no_grad"


class Proxy:
    """An ASGI application that passes on what comes below ``/grad`` to a *port*, and streams the answers."""

    def __init__(self, port, visitor="203.0.113.7"):
        self._port, self.visitor = port, visitor

    async def __call__(self, scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        path = scope["raw_path"].decode().removeprefix("/grad")
        headers = [(name, value) for name, value in scope["headers"] if name != b"connection"]
        headers += [(b"x-forwarded-for", self.visitor.encode()), (b"x-forwarded-proto", b"https")]
        place = f"http://127.0.0.1:{self._port}{path}?{scope['query_string'].decode()}"
        async with (
            httpx.AsyncClient(timeout=60) as client,
            client.stream(scope["method"], place, headers=headers, content=body) as answer,
        ):
            given = [(k.lower(), v) for k, v in answer.headers.raw]
            await send(
                {"type": "http.response.start", "status": answer.status_code, "headers": given}
            )
            async for part in answer.aiter_raw():
                await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


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


def test_a_learner_works_behind_a_proxy_by_addresses_below_its_path(proxied):
    proxy, link = proxied
    assert link.startswith(f"{OUTSIDE}/grad/join?token=")
    anna = browser(proxy)
    entered = anna.get(link)
    cookie = entered.headers["set-cookie"]
    assert "Path=/grad;" in cookie
    assert "Secure" in cookie
    page = anna.get("/grad/").text
    links = re.findall(r'(?:href|src)="(/[^"]*)"', page)
    assert links
    assert all(one.startswith("/grad/") for one in links)
    assert {anna.get(one).status_code for one in links if "/static/" in one} == {200}


def test_texts_are_saved_and_copies_found_behind_a_proxy(proxied):
    proxy, link = proxied
    anna = browser(proxy)
    anna.get(link)
    anna.headers["x-gradlings-page"] = re.search(r'data-page="(\w+)"', anna.get("/grad/").text)[1]
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
