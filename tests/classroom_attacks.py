"""
Attacks on a classroom's server, each with the wall that stops it, and a way to take that wall down.

Used by ``test_classroom_attacks.py`` and ``scripts/classroom_attacks.py``.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest
from listening import listening
from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.testclient import TestClient

from autograder import outputs
from autograder.classroom import admission, app, exporting, limits, live, rendering, server, stores
from autograder.classroom.admission import Admission, Guest
from autograder.classroom.app import COOKIE, Classroom
from autograder.classroom.database import Database
from autograder.classroom.pool import Pool
from autograder.classroom.room import Room
from autograder.classroom.stores import LearnerRows
from autograder.content import Course
from autograder.languages import words_in
from autograder.rosters import Person
from autograder.web import access

STEP = "step_no_grad"
HERE = "http://127.0.0.1:8000"
SCRIPT = "<script>alert(1)</script>"
OUTSIDE = "../../outside"
TURNS = "\u202e"  # what follows is drawn from right to left
SECRET = "secret = 'of Anna'\n"
Down = Callable[[pytest.MonkeyPatch], None]


class Target:
    """A classroom: Anna and Eve, who means harm, and somebody with a bad id and a bad name."""

    def __init__(self, course: Course, folder: Path) -> None:
        self.course, self.folder = course, folder
        self.database = Database(folder / "data" / "classroom.sqlite")
        self.pool = Pool(course, "process", size=1)  # Nothing is checked, so no server starts.
        self.admission = Admission(self.database)
        self.people = [
            Person(("anna",), "Anna"),
            Person(("eve",), "Eve"),
            Person((OUTSIDE,), SCRIPT),
        ]
        self.people.append(Person(("mallory",), f"{TURNS}yrollaM"))
        self.admission.enrol(self.people, "en")
        room = Room(course, self.database, self.pool)
        self.app = Classroom(
            room, self.admission, words_in("en"), address=HERE, export=lambda: "done"
        ).app(["127.0.0.1"])
        tokens = self.admission.new_links(["anna", "eve"])
        self.anna, self.eve = (self._browser(tokens[name]) for name in ("anna", "eve"))
        self.teacher = self._browser(self.admission.instructor_token)
        LearnerRows(self.database, "anna").save(course.exercise(STEP), SECRET, "missing")

    def close(self) -> None:
        self.pool.close()
        self.database.close()

    def stranger(self, cookie: str = "", origin: str = HERE) -> TestClient:
        cookies = {COOKIE: cookie} if cookie else {}
        headers = {"origin": origin}
        return TestClient(
            self.app, HERE, headers=headers, cookies=cookies, raise_server_exceptions=False
        )

    def text_of_anna(self) -> str:
        return str(self.anna.get(f"/api/exercises/{STEP}").json()["text"])

    def _browser(self, token: str) -> TestClient:
        client = self.stranger()
        client.get("/join", params={"token": token})
        client.headers[access.PAGE_HEADER] = access.page_word(client.cookies[COOKIE])
        return client


@dataclass(frozen=True)
class Attack:
    """
    An attack.

    Attributes:
        does: What it does, in words.
        answer: What becomes of it.
        wall: What stops it.
        otherwise: What it would get without that wall.
        succeeds: Tries it; returns whether it got that.
        down: Takes the wall down.
    """

    does: str
    answer: str
    wall: str
    otherwise: str
    succeeds: Callable[[Target], bool]
    down: Down


def reads_without_cookie(target: Target) -> bool:
    return "of Anna" in target.stranger().get(f"/api/exercises/{STEP}").text


def reads_with_an_id(target: Target) -> bool:
    return "of Anna" in target.stranger("anna").get(f"/api/exercises/{STEP}").text


def anybody_is_anna(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Admission, "who", lambda *_: Guest("anna"))


def cookies_are_ids(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Admission, "who", lambda _, cookie: Guest(cookie))


def comes_in_by_the_database(target: Target) -> bool:
    hashes = [str(row[0]) for row in target.database.rows("SELECT hash FROM sessions")]
    return any(target.stranger(one).get("/").status_code == 200 for one in hashes)


def reads_a_copy(target: Target) -> bool:
    target.anna.put(f"/api/exercises/{STEP}", json={"text": "mine = 1\n", "based_on": "older"})
    return any(target.eve.get(f"/copies/{n}").status_code == 200 for n in range(1, 4))


def anybodys_copy(patch: pytest.MonkeyPatch) -> None:
    query = "SELECT text FROM copies WHERE number = ?"
    patch.setattr(app, "copy_of", lambda rows, _, number: str(rows.rows(query, number)[0][0]))


def sees_the_class(target: Target) -> bool:
    return "Anna" in target.eve.get("/instructor").text


def exports(target: Target) -> bool:
    return bool(target.eve.post("/instructor/api/export").is_success)


def everybody_teaches(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Classroom, "_need_instructor", lambda *_, **__: None)


def orders_without_the_pages_word(target: Target) -> bool:
    wordless = {access.PAGE_HEADER: ""}
    return bool(target.teacher.post("/instructor/api/export", headers=wordless).is_success)


def changes_from_another_site(target: Target) -> bool:
    cookie = target.anna.cookies[COOKIE]
    forged = target.stranger(cookie, origin="http://evil.example")
    forged.headers.update(target.anna.headers | {"origin": "http://evil.example"})
    digest = target.anna.get(f"/api/exercises/{STEP}").json()["digest"]
    forged.put(f"/api/exercises/{STEP}", json={"text": "forged = 1\n", "based_on": digest})
    return "forged" in target.text_of_anna()


def asks_by_another_name(target: Target) -> bool:
    answer = target.eve.get("/", headers={"host": "evil.example", "origin": "http://evil.example"})
    return bool(answer.is_success)


async def _any_host(self: TrustedHostMiddleware, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
    await self.app(scope, receive, send)


def writes_outside_the_export(target: Target) -> bool:
    LearnerRows(target.database, OUTSIDE).save(target.course.exercise(STEP), "x = 1\n", "missing")
    exporting.write_hand_ins(target.database, [STEP], target.folder / "a" / "b")
    return any("submissions" not in path.parts for path in target.folder.rglob("*.py"))


def ids_are_folders(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(exporting, "_folder_names", lambda ids: {one: one for one in ids})
    patch.setattr(outputs, "_is_inside", lambda _: True)  # which refuses such names as well


def sends_a_huge_body(target: Target) -> bool:
    body = b" " * (3 * access.LARGEST_REQUEST)
    return target.eve.put(f"/api/exercises/{STEP}", content=body).status_code != 413


def bodies_of_any_size(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access, "_capped", lambda receive, _: receive)


def fills_the_disk(target: Target) -> bool:
    rows = LearnerRows(target.database, "eve")
    for exercise in target.course.exercises:
        with contextlib.suppress(stores.NoRoomError):
            rows.save(exercise, "#" * 199_000, "missing")
    taken = target.database.rows("SELECT sum(bytes) FROM texts WHERE learner = 'eve'")
    return int(str(taken[0][0])) > 8_000_000


def fills_it_with_copies(target: Target) -> bool:
    for number in range(40):
        order = {"text": f"x = {number}\n", "based_on": "older"}
        target.eve.put(f"/api/exercises/{STEP}", json=order)
        limits_of_eve(target).clear()
    return len(target.database.rows("SELECT number FROM copies WHERE learner = 'eve'")) > 20


def limits_of_eve(target: Target) -> dict[str, object]:
    return target.app._senders  # type: ignore[attr-defined,no-any-return]


def floods(target: Target) -> bool:
    return 429 not in {target.eve.get("/api/status").status_code for _ in range(120)}


def opens_many_streams(target: Target) -> bool:
    return asyncio.run(_streams(target, 30)) > 20


async def _streams(target: Target, count: int) -> int:
    """How many of so many streams of news are opened."""
    opened = 0

    async def ask() -> None:
        sent = False

        async def receive() -> dict[str, object]:
            nonlocal sent
            if sent:
                await asyncio.Event().wait()
            sent = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            nonlocal opened
            opened += message.get("status") == 200

        await target.app(_scope(target, "GET", "/api/news"), receive, send)  # type: ignore[arg-type]

    tasks = [asyncio.create_task(ask()) for _ in range(count)]
    await asyncio.wait(tasks, timeout=1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return opened


def _scope(target: Target, method: str, path: str) -> dict[str, object]:
    headers = {**target.eve.headers, "host": "127.0.0.1:8000"}
    headers["cookie"] = f"{COOKIE}={target.eve.cookies[COOKIE]}"
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }


def never_ends_a_body(target: Target) -> bool:
    """Holds a request by a body that does not come."""
    return asyncio.run(_waits(target))


async def _waits(target: Target) -> bool:
    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(_: object) -> None:
        pass

    request = target.app(_scope(target, "PUT", f"/api/exercises/{STEP}"), receive, send)  # type: ignore[arg-type]
    try:
        await asyncio.wait_for(request, 3)
    except asyncio.TimeoutError:
        return True
    return False


def never_ends_a_head(target: Target) -> bool:
    """Holds a connection by half a request."""
    with (
        listening(target.app, server._Punctual) as port,
        socket.create_connection(("127.0.0.1", port), timeout=3) as slow,
    ):
        slow.sendall(b"GET / HT")
        try:
            return bool(slow.recv(1))
        except TimeoutError:
            return True
        except ConnectionResetError:
            return False


def has_its_name_run(target: Target) -> bool:
    return SCRIPT in target.teacher.get("/instructor").text


def turns_a_line_around(target: Target) -> bool:
    return TURNS in target.teacher.get("/instructor").text


def asks_for_a_copy_beyond_all_numbers(target: Target) -> bool:
    return target.eve.get("/copies/" + "9" * 5_000).status_code == 500


def comes_from_no_address(target: Target) -> bool:
    return target.stranger(origin="http://[").get("/join").status_code == 500


def reads_origins(_: str, headers: Headers, schemes: Sequence[str]) -> bool:
    return urlsplit(headers["origin"]).scheme in schemes


def floods_what_looks_static(target: Target) -> bool:
    asked = (target.eve.get("/questions/a/static/b").status_code for _ in range(120))
    return 429 not in set(asked)


def floods_from_a_household(target: Target) -> bool:
    """Asks often, each time from another of the addresses that one line has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "_BURST_OF_STRANGERS", 5)
        patch.setattr(limits, "_STRANGERS_PER_SECOND", 1e-6)
        lines = (TestClient(target.app, HERE, client=(f"2001:db8::{n}", n)) for n in range(1, 20))
        return 429 not in {line.get("/join").status_code for line in lines}


def changes_what_is_shown(target: Target) -> bool:
    """Has the class shown what the instructor has not read."""
    place = f"/api/exercises/{STEP}"
    target.eve.put(place, json={"text": "read = 1\n", "based_on": "missing"})
    row = (time.time(), "eve", STEP, "failed", "rebinds_parameter")
    with target.database.changing() as rows:
        rows.execute("INSERT INTO checks VALUES (?, ?, ?, ?, ?)", row)
    page = target.teacher.get("/instructor").text
    read = re.search(r'data-show="(\w+)" data-exercise="(\w+)" data-example="(\w+)"', page)
    assert read is not None
    digest = target.eve.get(place).json()["digest"]
    target.eve.put(place, json={"text": "unread = 1\n", "based_on": digest})
    order = dict(zip(("misconception", "exercise", "example"), read.groups(), strict=True))
    target.teacher.post("/instructor/api/show", json=order)
    return "unread" in target.anna.get("/shown").text


def tells_its_name_behind_a_form_feed(_: Target) -> bool:
    return "Eve" in live.anonymous("# hello\x0cEve was here\nx = 1\n")


def has_its_words_cut_behind_a_backslash(_: Target) -> bool:
    beginning = 'x = """\nEve was here\n'
    return "Eve" in live.anonymous(beginning + " " * (3_999 - len(beginning)) + "\\" + '"""\n')


def texts_end_before_a_backslash(patch: pytest.MonkeyPatch) -> None:
    pattern = live._COMMENT_OR_TEXT
    cut = re.compile(pattern.pattern.replace(r"(?:.|\Z)", "."), pattern.flags)
    patch.setattr(live, "_COMMENT_OR_TEXT", cut)


def comes_after_a_term(target: Target) -> bool:
    later = time.time() + 200 * 86_400
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(admission, "time", SimpleNamespace(time=lambda: later))
        return bool(target.eve.get("/api/status").is_success)


def comes_without_being_on_the_roster(target: Target) -> bool:
    """Has left the class, and has a cookie of before."""
    today = Admission(target.database)
    today.enrol([one for one in target.people if one.id != "eve"], "en")
    return today.who(target.eve.cookies[COOKIE]) is not None


def takes_all_connections(target: Target) -> bool:
    """Has more connections than there are, and says nothing by any of them."""
    with contextlib.ExitStack() as held:
        patch = held.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(server, "_PATIENCE", 60)
        port = held.enter_context(listening(target.app, server._Punctual, limit_concurrency=30))
        for _ in range(40):
            held.enter_context(socket.create_connection(("127.0.0.1", port)))
        return httpx.get(f"http://127.0.0.1:{port}/join").status_code == 503


def names_are_html(patch: pytest.MonkeyPatch) -> None:
    made = rendering.environment
    patch.setattr(rendering, "environment", lambda *rooms: made(*rooms).overlay(autoescape=False))


def _set(owner: object, name: str, value: object) -> Down:
    return lambda patch: patch.setattr(owner, name, value)


def _patient(patch: pytest.MonkeyPatch) -> None:
    """Have the server lose patience sooner, so that nobody waits for the test."""
    patch.setattr(server, "_PATIENCE", 0.3)
    patch.setattr(server, "_CROWDED", 20)
    patch.setattr(limits, "_PATIENCE", 0.3)


ATTACKS: Sequence[Attack] = (
    Attack(
        "asks for a text without a cookie", "403",
        "only a cookie names somebody", "Anna's program",
        reads_without_cookie, anybody_is_anna,
    ),
    Attack(
        "sends another's id as a cookie", "403",
        "a cookie has 256 random bits", "Anna's program",
        reads_with_an_id, cookies_are_ids,
    ),
    Attack(
        "has read the database, and sends what is in it as a cookie", "403",
        "only hashes are kept", "everybody's place, the instructor's too",
        comes_in_by_the_database, _set(admission, "_hashed", str),
    ),
    Attack(
        "asks for copies by their numbers", "404",
        "whose copy it is is asked as well", "what others have written",
        reads_a_copy, anybodys_copy,
    ),
    Attack(
        "opens the instructor's page as a learner", "403",
        "the instructor has a link of their own", "names, places and programs of all",
        sees_the_class, everybody_teaches,
    ),
    Attack(
        "exports as a learner", "403",
        "the instructor has a link of their own", "an export, again and again",
        exports, everybody_teaches,
    ),
    Attack(
        "sends an order with the instructor's cookie, but from no page of theirs", "403",
        "a word that only that page knows", "an export; a link for any learner",
        orders_without_the_pages_word, _set(app, "is_of_page", lambda *_: True),
    ),
    Attack(
        "saves a text from another site's page", "403",
        "`Origin` has to be ours", "another text in Anna's place",
        changes_from_another_site, _set(access, "_is_from_here", lambda *_: True),
    ),
    Attack(
        "reaches the server by a name of its own (DNS rebinding)", "400",
        "only known names are answered", "pages in the eyes of another site",
        asks_by_another_name, _set(TrustedHostMiddleware, "__call__", _any_host),
    ),
    Attack(
        f"has the id `{OUTSIDE}`, and is exported", "a folder with a harmless name",
        "ids that are no plain names get others", "files beside the export's folder",
        writes_outside_the_export, ids_are_folders,
    ),
    Attack(
        "has a script as its name", "text on the instructor's page",
        "all texts are escaped (and the page may run no inline script)", "a script in that page",
        has_its_name_run, names_are_html,
    ),
    Attack(
        "sends a huge body", "413",
        "1.5 MB at most are read", "memory for as much as it likes",
        sends_a_huge_body, bodies_of_any_size,
    ),
    Attack(
        "saves as much as it can, in all exercises", "400",
        "8 MB for all texts of a learner", "the disk",
        fills_the_disk, _set(stores, "_MOST_BYTES", 10**12),
    ),
    Attack(
        "makes conflicts with itself, of which copies are kept", "the oldest copies go",
        "twenty copies of an exercise", "the disk, and a slow database",
        fills_it_with_copies, _set(stores, "_MOST_COPIES", 10**6),
    ),
    Attack(
        "sends 120 requests at once", "429",
        "40 at once, then 2 a second", "all of the server's time",
        floods, _set(limits.Allowance, "take", lambda _: 0.0),
    ),
    Attack(
        "opens thirty streams of news", "429",
        "eight of each learner", "as many connections as there are",
        opens_many_streams, _set(limits, "_MOST_STREAMS", 10**6),
    ),
    Attack(
        "begins a request, and sends no more", "closed after 15 s",
        "a head has to come in time", "a connection for as long as it likes",
        never_ends_a_head, _set(server._Punctual, "_expect_head", lambda _: None),
    ),
    Attack(
        "announces a body, and sends none", "408 after 10 s",
        "a body has to come in time", "a request that is never over",
        never_ends_a_body, _set(limits, "_hasty", lambda receive: receive),
    ),
    Attack(
        "opens more connections than there are, and says nothing", "its own closed, for new ones",
        "from 3000 on, whoever is silent for the longest makes room", "a server that is busy for all",
        takes_all_connections, _set(server, "_CROWDED", 10**6),
    ),
    Attack(
        "floods from ever new addresses of one IPv6 line", "429",
        "such a line counts as one address", "all of the server's time",
        floods_from_a_household, _set(limits, "_network", str),
    ),
    Attack(
        "floods at addresses with `/static/` in their middle", "429",
        "only what begins so is free", "all of the server's time",
        floods_what_looks_static, _set(limits, "_is_free", lambda path: "/static/" in path),
    ),
    Attack(
        "asks for a copy by a number of 5000 digits", "404",
        "what no number of a copy can be is not read", "a traceback in the log each time",
        asks_for_a_copy_beyond_all_numbers, _set(app, "_NUMBER", re.compile("[0-9]+")),
    ),
    Attack(
        "comes from an `Origin` that is no address, `http://[`", "403",
        "it is compared, and not read", "a traceback in the log each time",
        comes_from_no_address, _set(access, "_is_from_here", reads_origins),
    ),
    Attack(
        "changes its program once the instructor has read it, before it is shown to the class", "409, for the instructor",
        "what is shown has to be what was read", "anything on everybody's page",
        changes_what_is_shown, _set(app, "_is_as_read", lambda *_: True),
    ),
    Attack(
        "writes its name in a comment, behind a form feed", "an example without it",
        "lines end where Python ends them", "words of its own on everybody's page",
        tells_its_name_behind_a_form_feed, _set(live, "lines_of_program", str.splitlines),
    ),
    Attack(
        "writes its name in a text that is cut behind a backslash", "an example without it",
        "a text without an end goes to the end", "words of its own on everybody's page",
        has_its_words_cut_behind_a_backslash, texts_end_before_a_backslash,
    ),
    Attack(
        "has a name that turns the line around (U+202E)", "a name without that",
        "names are cleaned", "a row that reads as another learner's",
        turns_a_line_around, _set(admission, "one_line", str),
    ),
    Attack(
        "has left the class, and comes by a cookie of before", "403",
        "only who is on the roster comes in", "a place in the class",
        comes_without_being_on_the_roster, _set(Admission, "is_enrolled", lambda *_: True),
    ),
    Attack(
        "has found a cookie of last year", "403",
        "the server, too, lets a cookie in for 180 days only", "the place of whoever had it",
        comes_after_a_term, _set(admission, "SESSION_AGE", 10**12),
    ),
)  # fmt: skip


def tried(attack: Attack, course: Course, folder: Path, *, down: bool) -> bool:
    """Try an attack on a classroom in *folder*, with its wall or without; return whether it succeeds."""
    with pytest.MonkeyPatch.context() as patch:
        _patient(patch)
        if down:
            attack.down(patch)
        target = Target(course, folder)
        try:
            return attack.succeeds(target)
        finally:
            target.close()


def table() -> str:
    """The attacks as a table in Markdown."""
    rows = [f"| {one.does} | {one.answer} | {one.wall} | {one.otherwise} |" for one in ATTACKS]
    head = "| somebody | gets | since | and without that wall, shown by a test |\n|---|---|---|---|"
    return "\n".join([head, *rows]) + "\n"
