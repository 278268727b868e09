"""The classroom's doors, rows and queue: as learners use them, and as somebody who means harm would."""

from __future__ import annotations

import asyncio
import csv
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

pytest.importorskip("starlette")

import httpx
from listening import listening
from starlette.middleware import trustedhost
from starlette.testclient import TestClient
from steps import REBINDS, RIGHT, STEP
from uvicorn.protocols.http.h11_impl import H11Protocol

from autograder.authoring import load_programs
from autograder.classroom import admission, limits, stores
from autograder.classroom import server as serving
from autograder.classroom.admission import Admission
from autograder.classroom.app import COOKIE, Classroom
from autograder.classroom.database import Database, StorageError
from autograder.classroom.exporting import write_answers, write_hand_ins
from autograder.classroom.limits import Allowance
from autograder.classroom.links import links_in, write_links
from autograder.classroom.live import anonymous, view_of
from autograder.classroom.opening import Plan, export, opened
from autograder.classroom.pool import Pool
from autograder.classroom.reaching import address_of, is_of_this_machine_alone, own_address
from autograder.classroom.room import Room
from autograder.classroom.stores import LearnerRows
from autograder.errors import InputError
from autograder.grading import Grader
from autograder.languages import words_in
from autograder.rosters import Person
from autograder.sandbox import Limits
from autograder.web import access
from autograder.web.access import LARGEST_REQUEST, PAGE_HEADER, page_word
from autograder.web.stores import OvertakenError

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
HERE = "http://127.0.0.1:8000"
FROM_HERE = {"origin": HERE}
PEOPLE = [Person(("anna",), "Anna Kis"), Person(("bela",), "Béla"), Person(("../../x",), "Eve")]


@pytest.fixture(scope="module")
def pool(course):
    with Pool(course, "process", size=1) as pool:
        yield pool


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "classroom.sqlite")
    yield database
    database.close()


class Class:
    """A classroom, and browsers in it."""

    def __init__(self, course, database, pool):
        self.database = database
        self.room = Room(course, database, pool)
        self.start_again(PEOPLE)
        self.tokens = self.admission.new_links(["anna", "bela"])

    def start_again(self, people):
        self.admission = Admission(self.database, with_code=True)
        self.admission.enrol(people, "en")
        self.classroom = Classroom(
            self.room, self.admission, words_in("en"), address=HERE, export=lambda: "done"
        )
        self.app = self.classroom.app(["127.0.0.1"])

    def stranger(self):
        return TestClient(self.app, HERE, headers=FROM_HERE, raise_server_exceptions=False)

    def browser(self, who):
        client = self.stranger()
        token = self.tokens.get(who, self.admission.instructor_token)
        assert client.get("/join", params={"token": token}).status_code == 200
        client.headers[PAGE_HEADER] = page_word(client.cookies[COOKIE])
        return client


@pytest.fixture
def class_(course, database, pool):
    return Class(course, database, pool)


def save(client, text, based_on=None, exercise=STEP):
    place = f"/api/exercises/{exercise}"
    based_on = client.get(place).json()["digest"] if based_on is None else based_on
    return client.put(place, json={"text": text, "based_on": based_on})


def check(client):
    return client.post(f"/api/exercises/{STEP}/check", json={"anew": True})


NO_ADDRESSES = ("class.example.org", "http://[", "http://lab.local:99999", "http://lab.local:x")

# Learners


def test_a_learner_comes_in_by_a_link_saves_checks_and_passes(class_):
    anna = class_.browser("anna")
    assert save(anna, REBINDS).status_code == 200
    assert not check(anna).json()["passed"]
    assert save(anna, RIGHT).status_code == 200
    assert check(anna).json()["passed"]
    assert anna.get("/api/status").json()["done"] == 1


def test_what_one_learner_writes_no_other_sees(class_):
    anna, bela = class_.browser("anna"), class_.browser("bela")
    save(anna, RIGHT)
    assert "W -= lr" not in bela.get(f"/api/exercises/{STEP}").json()["text"]
    assert bela.get("/api/status").json()["done"] == 0


def test_a_save_that_is_overtaken_keeps_both_and_the_copy_is_for_its_author_alone(class_):
    anna, bela = class_.browser("anna"), class_.browser("bela")
    save(anna, RIGHT)
    refused = save(anna, "mine = 1\n", based_on="something older")
    assert refused.status_code == 409
    assert refused.json()["text"] == RIGHT
    place = re.search(r"/copies/\d+", refused.json()["told"])[0]
    assert anna.get(place).text == "mine = 1\n"
    assert bela.get(place).status_code == 404
    assert class_.stranger().get(place).status_code == 403


def test_work_is_there_again_after_the_database_is_opened_anew(class_, course, tmp_path):
    save(class_.browser("anna"), RIGHT)
    again = Database(tmp_path / "classroom.sqlite")
    assert LearnerRows(again, "anna").read(course.exercise(STEP)).text == RIGHT
    again.close()


def test_the_stub_comes_back_and_what_was_written_is_kept(database, course):
    Admission(database).enrol(PEOPLE, "en")
    rows, exercise = LearnerRows(database, "anna"), course.exercise(STEP)
    stub = rows.read(exercise)
    assert rows.reset(exercise) == ""
    rows.save(exercise, RIGHT, stub.digest)
    number = int(rows.reset(exercise).rpartition("/")[2])
    assert rows.read(exercise) == stub
    assert stores.copy_of(database, "anna", number) == RIGHT


@pytest.mark.parametrize("tries", [1, 3])
def test_whoever_mends_a_loop_waits_for_no_verdict_on_it(class_, pool, monkeypatch, tries):
    anna, turn, has_been = class_.browser("anna"), pool._queue.turn, threading.Semaphore(0)

    def noted(*order, **options):
        has_been.release()
        return turn(*order, **options)

    monkeypatch.setattr(pool._queue, "turn", noted)
    # With all its time it would not end before the test does.
    monkeypatch.setattr(Grader, "_limits", lambda grader, _: Limits(min(grader.most, 1e4)))

    async def story():
        save(anna, f"# {tries}\ndef step_no_grad(W, lr):\n    while True: pass\n")
        transport = httpx.ASGITransport(class_.app)
        cookies, headers = dict(anna.cookies), dict(anna.headers)
        async with httpx.AsyncClient(
            transport=transport, base_url=HERE, cookies=cookies, headers=headers, timeout=60
        ) as browser:
            place = f"/api/exercises/{STEP}/check"
            loop = asyncio.create_task(browser.post(place, json={"anew": True}))
            for _ in range(tries):
                await asyncio.to_thread(has_been.acquire)
            save(anna, f"# {tries}\n{RIGHT}")
            mended = await browser.post(place, json={"anew": True})
            return await loop, mended

    loop, mended = asyncio.run(story())
    assert (loop.status_code, loop.json()["told"]) == (429, "A newer version is being checked.")
    assert mended.json()["passed"]


# The door


@pytest.mark.parametrize("language", ["en", "hu"])
def test_a_stranger_is_told_how_one_comes_in_in_the_words_of_the_class(class_, language):
    say = words_in(language)
    classroom = Classroom(class_.room, class_.admission, say, address=HERE, export=lambda: "")
    stranger = TestClient(classroom.app(["127.0.0.1"]), HERE)
    told = "use the link" if language == "en" else "tanárod"
    assert told in stranger.get("/").text
    assert f'<html lang="{language}"' in stranger.get("/").text


def test_whoever_is_in_is_told_whose_a_page_is_and_led_to_their_own(class_):
    anna, teacher = class_.browser("anna"), class_.browser("teacher")

    refused = anna.get("/instructor")
    assert refused.status_code == 403
    assert "This page is your teacher&#39;s." in refused.text
    assert 'href="/"' in refused.text

    assert teacher.get("/").url.path == "/instructor"
    refused = teacher.get(f"/exercises/{STEP}")
    assert refused.status_code == 403
    assert "You are the instructor here" in refused.text
    assert 'href="/instructor"' in refused.text
    assert 'href="/join"' not in refused.text

    assert "the terminal shows" in class_.stranger().get("/instructor").text


@pytest.mark.parametrize("order", ["show", "link", "export"])
@pytest.mark.parametrize("later", ["anna", "teacher"])
def test_an_instructors_page_of_before_somebody_came_in_anew_is_to_be_loaded_again(
    class_, order, later
):
    browser = class_.browser("teacher")
    token = class_.tokens.get(later, class_.admission.instructor_token)
    browser.get("/join", params={"token": token})

    refused = browser.post(f"/instructor/api/{order}", json={})

    assert refused.status_code == 403
    assert "Load it again" in refused.json()["told"]


@pytest.mark.parametrize("place", ["/", f"/exercises/{STEP}", "/instructor", "/shown", "/api/news"])
def test_a_stranger_gets_nothing(class_, place):
    assert class_.stranger().get(place).status_code == 403


def test_a_link_is_replaced_by_a_newer_one_and_with_it_all_that_came_by_it(class_):
    old, anna = class_.tokens["anna"], class_.browser("anna")
    class_.admission.new_links(["anna"])
    assert anna.get("/").status_code == 403
    assert class_.stranger().get("/join", params={"token": old}).status_code == 403


def test_a_new_link_ends_the_news_of_whoever_came_by_the_older_one(class_):
    teacher = class_.browser("teacher")
    with listening(class_.app, H11Protocol) as port, httpx.Client(timeout=20) as anna:
        here = f"http://127.0.0.1:{port}"
        anna.get(f"{here}/join", params={"token": class_.tokens["anna"]})
        with anna.stream("GET", f"{here}/api/news") as news:
            lines = news.iter_lines()
            assert next(lines) == "event: listening"
            assert teacher.post("/instructor/api/link", json={"learner": "anna"}).is_success
            assert "progress" not in "".join(lines)  # It ends, and says no more.


def test_what_one_page_changes_the_learners_other_pages_hear(class_, monkeypatch):
    anna, heard = class_.browser("anna"), []
    save(anna, REBINDS)
    monkeypatch.setattr(class_.room.desk("anna").hub, "publish", heard.append)
    stub = anna.post(f"/api/exercises/{STEP}/reset").json()
    anna.put("/api/language", json={"language": "hu"})
    assert [(one.kind, dict(one.data)) for one in heard] == [
        ("changed", {"exercise": STEP, "digest": stub["digest"]}),
        ("language", {"language": "hu"}),
    ]


def test_a_link_that_is_replaced_while_somebody_comes_in_by_it_lets_them_in_no_longer(
    class_, monkeypatch
):
    admission, let_in, replacing = class_.admission, class_.admission._let_in, []

    def let_in_meanwhile(guest):
        replacing.append(threading.Thread(target=admission.new_links, args=[["anna"]]))
        replacing[0].start()
        replacing[0].join(0.3)  # It ends before, unless it has to wait.
        return let_in(guest)

    monkeypatch.setattr(admission, "_let_in", let_in_meanwhile)
    _, cookie = admission.enter_by_token(class_.tokens["anna"])
    replacing[0].join()

    assert admission.who(cookie) is None


def test_nothing_that_is_stored_lets_anybody_in(class_, tmp_path):
    class_.browser("anna")
    connection = sqlite3.connect(tmp_path / "classroom.sqlite")
    kept = [
        row[0]
        for table in ("links", "sessions")
        for row in connection.execute(f"SELECT * FROM {table}")
    ]
    connection.close()
    assert len(kept) == 3
    for word in kept:
        assert class_.stranger().get("/join", params={"token": word}).status_code == 403
        stranger = class_.stranger()
        stranger.cookies.set(COOKIE, word)
        assert stranger.get("/").status_code == 403


def test_by_the_code_an_id_is_had_by_whoever_comes_first(class_):
    order = {"code": class_.admission.code.upper(), "learner": "bela"}
    assert class_.stranger().post("/join", data=order).status_code == 200
    assert class_.stranger().post("/join", data=order).status_code == 403
    assert class_.stranger().post("/join", data={**order, "learner": "nobody"}).status_code == 403
    assert class_.stranger().post("/join", data={"code": "x", "learner": "anna"}).status_code == 403


def test_by_the_code_an_id_is_free_again_once_no_cookie_of_it_lets_anybody_in(class_, monkeypatch):
    class_.browser("anna")
    order = {"code": class_.admission.code, "learner": "anna"}
    assert class_.stranger().post("/join", data=order).status_code == 403
    later = time.time() + admission.SESSION_AGE + 1
    monkeypatch.setattr(admission, "time", SimpleNamespace(time=lambda: later))
    assert class_.stranger().post("/join", data=order).status_code == 200


@pytest.mark.parametrize(
    "given", [("10.0.0.1", "", "", ()), ("0.0.0.0", "http://lab.local/c", "", ())]
)
def test_an_address_to_which_links_can_lead_is_taken(given):
    where, outside = address_of(given[0], 8000, *given[1:])
    assert outside in ("http://10.0.0.1:8000", "http://lab.local/c")
    assert set(where.hosts) & {"10.0.0.1", "lab.local"}


# Older ones, as Python 3.10 has, take an address of IPv6 apart at its first colon.
READS_IPV6 = hasattr(trustedhost, "parse_host_header")


@pytest.mark.skipif(not READS_IPV6, reason="this starlette knows of no address of IPv6")
@pytest.mark.parametrize("host", ["::1", "fe80::1", "LAB-PC"])
def test_links_to_a_host_however_it_is_written_are_answered(class_, host):
    where, outside = address_of(host, 8000, "", "", ())
    browser = TestClient(class_.classroom.app(where.hosts), outside)
    assert browser.get("/join").status_code == 200


@pytest.mark.parametrize("given", [("0.0.0.0", ""), *(("10.0.0.1", one) for one in NO_ADDRESSES)])
def test_an_address_to_which_no_link_can_lead_is_refused(given):
    with pytest.raises(InputError, match="--public-url"):
        address_of(given[0], 8000, given[1], "", (), own=lambda: "")


def test_links_of_a_server_that_listens_everywhere_lead_to_its_machines_own_address():
    where, outside = address_of("0.0.0.0", 8000, "", "/c", (), own=lambda: "192.0.2.7")
    assert outside == "http://192.0.2.7:8000/c"
    assert where.host == "0.0.0.0"
    assert "192.0.2.7" in where.hosts


def test_a_server_of_ipv6_alone_gives_no_links_to_an_address_of_ipv4():
    with pytest.raises(InputError, match="--public-url"):
        address_of("::", 8000, "", "", (), own=lambda: "192.0.2.7")
    _, outside = address_of("::", 8000, "https://class.example.org", "", ())
    assert outside == "https://class.example.org"


def test_the_own_address_is_one_at_which_this_machine_can_listen():
    if found := own_address():
        with socket.create_server((found, 0)) as listener:
            assert listener.getsockname()[0] == found


@pytest.mark.parametrize(
    ("link", "alone"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000/x", True),
        ("http://[::1]:8000", True),
        ("http://192.0.2.7:8000", False),
        ("https://class.example.org", False),
    ],
)
def test_a_link_that_leads_nowhere_from_another_machine_is_known(link, alone):
    assert is_of_this_machine_alone(link) is alone


# The file of links


def test_whoever_joins_later_costs_nobody_their_link(plan):
    with opened(
        plan, address_of("127.0.0.1", 8000, "", "", ()), with_code=False, workers=1
    ) as room:
        assert room.write_links(anew=False) == 2
        assert room.write_links(anew=False) == 0
        path, first = room.links_path, links_in(room.links_path)
    plan.roster.write_text("id,name\nanna,Anna\nbela,Béla\nc,C\n", encoding="utf-8")
    later = replace(plan)  # What the roster said before is not remembered.
    there = address_of("192.0.2.7", 8000, "", "", ())
    with opened(later, there, with_code=False, workers=1) as room:
        assert room.write_links(anew=False) == 3
        now = links_in(path)
        assert {one: now[one] for one in first} == first
        assert path.read_text(encoding="utf-8").count("http://192.0.2.7:8000/join") == 3
        path.unlink()
        assert room.write_links(anew=False) == 0
        assert room.write_links(anew=True) == 3
        assert not set(links_in(path).values()) & set(now.values())


def test_a_link_that_was_replaced_is_not_written_again(plan):
    with opened(
        plan, address_of("127.0.0.1", 8000, "", "", ()), with_code=False, workers=1
    ) as room:
        room.write_links(anew=False)
        room._admission.new_links(["anna"])
        assert room.write_links(anew=False) == 1
        assert list(links_in(room.links_path)) == ["bela"]


@pytest.mark.parametrize(
    "content", [None, b"", b"a,b\n1,2\n", b"id,name,email,link\nx\n", b"\xff\x00"]
)
def test_a_file_that_has_no_links_is_no_trouble(tmp_path, content):
    path = tmp_path / "links.csv"
    if content is not None:
        path.write_bytes(content)
    assert links_in(path) == {}


def test_links_are_read_as_they_were_written_whatever_an_id_is(tmp_path):
    people = [Person(("=1+1",), 'K, "Anna"'), Person(("ő2",), "Őry", "o@x.hu")]
    write_links(
        tmp_path / "links.csv", [(one, f"http://x/join?token={one.name[0]}") for one in people]
    )
    assert links_in(tmp_path / "links.csv") == {"'=1+1": "K", "ő2": "Ő"}


def test_links_open_in_the_spreadsheet_that_the_roster_was_saved_with(plan):
    plan.roster.write_bytes("\ufeffid;név\r\nő;Őri Ágnes\r\n".encode())
    with opened(
        plan, address_of("127.0.0.1", 8000, "", "", ()), with_code=False, workers=1
    ) as room:
        room.write_links(anew=False)
        written = room.links_path.read_bytes()
        assert list(links_in(room.links_path)) == ["ő"]
        assert room.write_links(anew=False) == 0
    assert written.startswith("\ufeffid;name;email;link\r\nő;Őri Ágnes;;http://".encode())


def test_a_link_that_is_no_address_has_no_token(tmp_path):
    path = tmp_path / "links.csv"
    path.write_text("id,name,email,link\na,A,,http://[\nb,B,,http://x/join?token=t\n", "utf-8")
    assert links_in(path) == {"a": "", "b": "t"}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_links_are_read_by_nobody_else_whatever_was_there_before(tmp_path):
    path, links = tmp_path / "links.csv", [(PEOPLE[0], "http://x/join?token=t")]
    assert write_links(path, links)
    path.chmod(0o644)
    assert not write_links(path, links)
    assert path.stat().st_mode & 0o077 == 0

    elsewhere = path.rename(tmp_path / "elsewhere.csv")
    elsewhere.chmod(0o644)
    path.symlink_to(elsewhere)
    assert write_links(path, links)
    assert not path.is_symlink()
    assert path.stat().st_mode & 0o077 == 0


# Harm


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null", None])
def test_another_sites_page_changes_nothing(class_, origin):
    anna = class_.browser("anna")
    headers = {"origin": origin} if origin else {}
    word = {PAGE_HEADER: anna.headers[PAGE_HEADER]}
    forged = TestClient(class_.app, HERE, headers=headers | word, cookies=anna.cookies)
    assert save(forged, "forged = 1\n", based_on="missing").status_code == 403
    assert "forged" not in anna.get(f"/api/exercises/{STEP}").json()["text"]


def test_without_its_guard_another_sites_page_would_change_a_text(class_, monkeypatch):
    monkeypatch.setattr(access, "_is_from_here", lambda *_: True)
    anna = class_.browser("anna")
    headers = {"origin": "http://evil.example", PAGE_HEADER: anna.headers[PAGE_HEADER]}
    forged = TestClient(class_.app, HERE, headers=headers, cookies=anna.cookies)
    assert save(forged, "forged = 1\n", based_on="missing").status_code == 200


def test_a_page_that_somebody_else_opened_writes_nothing_into_the_work_of_who_came_in_later(class_):
    browser, anna = class_.browser("anna"), class_.browser("anna")
    of_anna = browser.headers[PAGE_HEADER]
    browser.get("/join", params={"token": class_.tokens["bela"]})
    assert browser.headers[PAGE_HEADER] == of_anna

    refused = save(browser, "of_anna = 1\n", based_on="missing")

    assert refused.status_code == 403
    assert "Load it again" in refused.json()["told"]
    for client in (anna, class_.browser("bela")):
        assert "of_anna" not in client.get(f"/api/exercises/{STEP}").json()["text"]


def test_without_the_pages_word_it_would(class_, monkeypatch):
    monkeypatch.setattr("autograder.web.app.is_of_page", lambda *_: True)
    browser = class_.browser("anna")
    browser.get("/join", params={"token": class_.tokens["bela"]})
    assert save(browser, "of_anna = 1\n", based_on="missing").status_code == 200
    assert "of_anna" in class_.browser("bela").get(f"/api/exercises/{STEP}").json()["text"]


def test_a_learner_comes_in_though_the_clock_was_put_back(class_, monkeypatch):
    for _ in range(8):  # more than may be in at a time
        class_.browser("anna")
    monkeypatch.setattr(admission, "time", SimpleNamespace(time=lambda: 1.0))

    assert class_.browser("anna").get("/").status_code == 200


def test_new_links_for_all_end_what_the_instructor_came_in_by_too(class_):
    teacher = class_.browser("teacher")
    class_.admission.end_instructors_sessions()

    assert teacher.get("/instructor").status_code == 403
    assert class_.browser("teacher").get("/instructor").status_code == 200
    assert Admission(class_.database).who(teacher.cookies[COOKIE]) is None


def test_strangers_are_forgotten_though_somebody_listens_for_long(class_, monkeypatch):
    monkeypatch.setattr(limits, "_MOST_KEPT", 5)
    class_.browser("anna").get("/api/status")
    first = next(iter(class_.app._senders.values()))
    first.streams = 1  # as of a page that stays open
    for number in range(20):
        TestClient(class_.app, HERE, client=(f"198.51.100.{number}", 1)).get("/join")

    assert len(class_.app._senders) <= 6
    assert first in class_.app._senders.values()


@pytest.mark.parametrize(
    ("address", "is_secure", "starts"),
    [
        ("https://class.example", True, "__Host-gradlings-classroom="),
        ("https://school.example/class", True, "__Host-gradlings-classroom-class="),
        ("http://class.example", False, "gradlings-classroom="),
    ],
)
def test_no_subdomain_can_set_the_cookie_of_a_class_that_has_its_host_for_itself(
    class_, address, is_secure, starts
):
    classroom = Classroom(
        class_.room, class_.admission, words_in("en"), address=address, export=lambda: "",
        is_secure=is_secure,
    )  # fmt: skip
    client = TestClient(classroom.app(["class.example"]), "https://class.example")

    answer = client.get("/join", params={"token": class_.tokens["anna"]})

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(starts)
    assert ("Secure" in cookie, "Domain" in cookie) == (is_secure, False)
    assert "Path=/;" in cookie + ";"
    assert client.get("/").status_code == 200


def test_an_instructor_is_asked_for_the_pages_word_as_well(class_):
    teacher = class_.browser("teacher")
    wordless = {PAGE_HEADER: ""}
    assert teacher.post("/instructor/api/export", headers=wordless).status_code == 403
    word = re.search(r'data-page="(\w+)"', teacher.get("/instructor").text)[1]
    headers = {"x-gradlings-page": word}
    assert teacher.post("/instructor/api/export", headers=headers).json() == {"told": "done"}
    assert class_.browser("anna").post("/instructor/api/export", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "place",
    ["/api/exercises/..%2f..%2fx", "/copies/-1", f"/copies/{2**70}", "/static/x/..%2fapp.py"],
)
def test_paths_lead_nowhere_else(class_, place):
    assert class_.browser("anna").get(place).status_code in (400, 404)


def test_a_body_that_is_too_large_is_refused_and_nothing_of_it_kept(class_):
    anna = class_.browser("anna")
    assert (
        anna.put(f"/api/exercises/{STEP}", content=b"x" * (LARGEST_REQUEST + 1)).status_code == 413
    )
    assert save(anna, "x" * 200_001).status_code == 400
    assert "xxx" not in anna.get(f"/api/exercises/{STEP}").json()["text"]


def test_a_learners_texts_have_their_room_and_no_more(class_, course, monkeypatch):
    monkeypatch.setattr(stores, "_MOST_BYTES", 1_000)
    anna = class_.browser("anna")
    assert save(anna, "a" * 900).status_code == 200
    refused = save(anna, "b" * 1_001)
    assert refused.status_code == 400
    assert "room" in refused.json()["told"]
    assert anna.get(f"/api/exercises/{STEP}").json()["text"] == "a" * 900


def test_of_many_copies_the_newest_are_kept(database, course):
    Admission(database).enrol(PEOPLE, "en")
    rows, exercise = LearnerRows(database, "anna"), course.exercise(STEP)
    rows.save(exercise, "kept = 1\n", "missing")
    places = []
    for number in range(30):
        with pytest.raises(OvertakenError) as refused:
            rows.save(exercise, f"x = {number}\n", "older")
        places.append(int(refused.value.copy.rpartition("/")[2]))
    kept = [stores.copy_of(database, "anna", place) is not None for place in places]
    assert kept == [False] * 10 + [True] * 20


def test_a_flood_is_stopped_and_no_other_learner_feels_it(class_):
    anna, bela = class_.browser("anna"), class_.browser("bela")
    codes = [anna.get("/api/status").status_code for _ in range(120)]
    assert codes.count(429) > 40
    assert bela.get("/api/status").status_code == 200


def test_an_instructor_may_have_several_pages_that_are_renewed_each_second(class_):
    teacher = class_.browser("teacher")
    assert {teacher.get("/instructor").status_code for _ in range(70)} == {200}


def test_whoever_opens_pages_too_fast_reads_a_sentence_and_the_page_comes_by_itself(class_):
    anna = class_.browser("anna")
    refused = next(one for one in (anna.get("/") for _ in range(120)) if one.status_code == 429)
    assert refused.text == "Too many requests; wait a little."
    assert int(refused.headers["refresh"]) > 0


def test_without_its_limit_a_flood_is_answered(class_):
    anna = class_.browser("anna")
    bare = TestClient(class_.app._app, HERE, headers=FROM_HERE, cookies=anna.cookies)
    assert {bare.get("/api/status").status_code for _ in range(120)} == {200}


def test_an_allowance_comes_back_with_time():
    now = [0.0]
    allowance = Allowance(2, 0.5, lambda: now[0])
    assert [allowance.take() for _ in range(3)] == [0, 0, 2]
    now[0] += 2
    assert [allowance.take(), allowance.take()] == [0, 2]


# The instructor


def test_the_instructor_sees_who_is_where_and_what_is_misunderstood(class_):
    save(class_.browser("anna"), REBINDS)
    check(class_.browser("anna"))
    page = class_.browser("teacher").get("/instructor").text
    assert "Anna Kis" in page
    assert 'data-show="rebinds_parameter"' in page
    assert "W = W - lr * W.grad" in page
    assert "Anna wrote this" not in page


def test_names_stand_in_the_order_of_the_alphabet_with_accents_and_with_their_ids(class_):
    class_.admission.enrol(
        [Person(("z",), "Zita"), Person(("o",), "Őry"), Person(("p",), "Pál")], "en"
    )
    page = class_.browser("teacher").get("/instructor").text
    ids = re.findall(r'data-link="([^"]+)"', page)
    assert ids == ["anna", "bela", "../../x", "o", "p", "z"]
    assert re.search(r'Anna Kis <span class="id">anna</span>', page)


def test_whoever_only_opens_an_exercise_or_opens_it_again_is_not_trying_it(class_):
    anna = class_.browser("anna")
    for exercise in (
        *[STEP] * 5,
        "zero_it",
    ):  # The stub of the latter has a mistake that is to be found.
        anna.post(f"/api/exercises/{exercise}/check", json={"anew": False})
    assert not view_of(class_.room).troubles
    save(anna, REBINDS)
    for _ in range(5):
        anna.post(f"/api/exercises/{STEP}/check", json={"anew": False})
    assert class_.database.rows("SELECT count(*) FROM checks")[0][0] == 1


def test_what_was_judged_counts_though_its_author_went_back_to_the_stub_meanwhile(
    class_, monkeypatch
):
    anna, desk = class_.browser("anna"), class_.room.desk("anna")
    save(anna, REBINDS)
    judged = desk._checker.check

    def while_it_is_reset(*asked):
        desk.reset(STEP)
        return judged(*asked)

    monkeypatch.setattr(desk, "_checker", SimpleNamespace(check=while_it_is_reset))
    check(anna)
    assert [one.exercise for one in view_of(class_.room).troubles] == [STEP]


@pytest.mark.parametrize(
    ("minutes", "last", "stuck"),
    [
        ((9, 7, 5, 1), "failed", 1),
        ((3, 2, 2, 1), "failed", 0),
        ((9, 7, 5, 1), "passed", 0),
        ((9, 5), "failed", 0),
    ],
)
def test_stuck_is_who_has_tried_several_times_for_some_minutes_and_not_passed(
    class_, minutes, last, stuck
):
    *before, end = minutes
    with class_.database.changing() as rows:
        for ago, outcome in [*((one, "failed") for one in before), (end, last)]:
            values = (time.time() - 60 * ago, "anna", STEP, outcome, "")
            rows.execute("INSERT INTO checks VALUES (?, ?, ?, ?, ?)", values)
    assert view_of(class_.room).troubles[0].stuck == stuck


def test_whoever_has_left_the_class_is_not_let_in_and_not_listed_and_their_work_stays(class_):
    anna = class_.browser("anna")
    save(anna, RIGHT)
    class_.start_again([PEOPLE[1]])
    same_browser = class_.stranger()
    same_browser.cookies.set(COOKIE, anna.cookies[COOKIE])
    assert same_browser.get("/").status_code == 403
    assert (
        class_.stranger().get("/join", params={"token": class_.tokens["anna"]}).status_code == 403
    )
    by_code = {"code": class_.admission.code, "learner": "../../x"}
    assert class_.stranger().post("/join", data=by_code).status_code == 403
    assert "Anna Kis" not in class_.browser("teacher").get("/instructor").text
    class_.start_again(PEOPLE)
    same_browser = class_.stranger()
    same_browser.cookies.set(COOKIE, anna.cookies[COOKIE])
    assert same_browser.get(f"/api/exercises/{STEP}").json()["text"] == RIGHT


def test_a_stranger_is_led_to_the_door_if_there_is_a_code(class_, database, course, pool):
    assert 'href="/join"' in class_.stranger().get(f"/exercises/{STEP}").text
    without = Classroom(
        Room(course, database, pool), Admission(database), words_in("en"), address=HERE, export=str
    )
    stranger = TestClient(without.app(["127.0.0.1"]), HERE)
    assert "/join" not in stranger.get("/").text


def test_of_two_exports_at_once_the_second_is_told_to_wait(class_):
    begun, go_on = threading.Event(), threading.Event()

    def export():
        begun.set()
        assert go_on.wait(30)
        return "done"

    classroom = Classroom(
        class_.room, class_.admission, words_in("en"), address=HERE, export=export
    )
    class_.app = classroom.app(["127.0.0.1"])
    teacher = class_.browser("teacher")
    with ThreadPoolExecutor() as threads:
        first = threads.submit(teacher.post, "/instructor/api/export")
        assert begun.wait(30)
        second = teacher.post("/instructor/api/export")
        go_on.set()
    assert "under way" in second.json()["told"]
    assert first.result().json()["told"] == "done"


def test_the_instructor_sees_what_the_class_is_shown(class_):
    anna, teacher = class_.browser("anna"), class_.browser("teacher")
    save(anna, REBINDS)
    check(anna)
    example = re.search(r'data-example="(\w+)"', teacher.get("/instructor").text)[1]
    order = {"misconception": "rebinds_parameter", "exercise": STEP, "example": example}
    teacher.post("/instructor/api/show", json=order)
    assert "The class is shown: <a" in teacher.get("/instructor").text
    page = teacher.get("/shown").text
    assert "W = W - lr * W.grad" in page
    assert "/exercises/" not in page


def test_what_is_shown_to_the_class_is_on_every_learners_page_until_it_ends(class_):
    anna, teacher = class_.browser("anna"), class_.browser("teacher")
    save(anna, REBINDS)
    check(anna)
    page = teacher.get("/instructor").text
    word, example = (re.search(rf'data-{one}="(\w+)"', page)[1] for one in ("page", "example"))
    headers = {"x-gradlings-page": word}
    order = {"misconception": "rebinds_parameter", "exercise": STEP, "example": example}
    assert teacher.post("/instructor/api/show", json=order, headers=headers).status_code == 200
    shown = class_.browser("bela").get("/shown").text
    assert "W = W - lr * W.grad" in shown
    assert "Anna" not in shown
    teacher.post("/instructor/api/show", json={"misconception": ""}, headers=headers)
    assert "W = W" not in class_.browser("bela").get("/shown").text


def test_what_nobody_shows_any_more_is_not_shown_to_the_class_as_if_the_program_had_changed(class_):
    anna, teacher = class_.browser("anna"), class_.browser("teacher")
    save(anna, REBINDS)
    check(anna)
    example = re.search(r'data-example="(\w+)"', teacher.get("/instructor").text)[1]
    order = {"misconception": "rebinds_parameter", "exercise": STEP, "example": example}
    with class_.database.changing() as rows:
        rows.execute("UPDATE checks SET at = at - 601")

    refused = teacher.post("/instructor/api/show", json=order)

    assert refused.status_code == 409
    assert "no longer so" in refused.json()["told"]
    assert class_.room.shown is None


def test_an_id_turns_no_line_around_on_the_instructors_page(class_):
    class_.admission.enrol([Person(("mallory\u202e",), "Mallory")], "en")
    page = class_.browser("teacher").get("/instructor").text
    assert '<span class="id">mallory</span>' in page


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7919 * 7907 }}"]
)
def test_names_and_programs_are_text_on_the_instructors_page(class_, name):
    class_.admission.enrol([Person(("anna",), name)], "en")
    save(class_.browser("anna"), f"{REBINDS}x = {name}\n")
    page = class_.browser("teacher").get("/instructor").text
    assert name not in page or name == "{{ 7919 * 7907 }}"
    assert "<script>alert" not in page
    assert "62615533" not in re.sub(r'data-page="\w+"|/static/\w+', "", page)


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("# Anna\nx = 1  # Anna\n", "x = 1"),
        ('def f():\n    """By Anna."""\n    return "Anna"\n', 'def f():\n    return "…"'),
        ("x = 'Anna\ny = 1\n", 'x = "…"\ny = 1'),
        ('x = """Anna\nAnna', 'x = "…"'),
        ("x = 'a\\'Anna'\n", 'x = "…"'),
    ],
)
def test_an_example_does_not_tell_whose_it_is(program, shown):
    assert anonymous(program) == shown


def test_hand_ins_lie_in_the_folder_of_the_export_whatever_an_id_says(class_, course, tmp_path):
    rows = LearnerRows(class_.database, "../../x")
    rows.save(course.exercise(STEP), RIGHT, "missing")
    LearnerRows(class_.database, "anna").save(course.exercise(STEP), REBINDS, "missing")
    place = write_hand_ins(class_.database, [STEP], tmp_path / "out")
    written = sorted(path.relative_to(place) for path in tmp_path.rglob("*.py"))
    assert len(written) == 2
    assert (place / "anna" / f"{STEP}.py").read_text() == REBINDS


def test_an_export_removes_what_it_wrote_before_and_nothing_of_others(class_, course, tmp_path):
    rows = LearnerRows(class_.database, "anna")
    rows.save(course.exercise(STEP), REBINDS, "missing")
    others = tmp_path / "submissions" / "moodle_anna" / "hw1.py"
    others.parent.mkdir(parents=True)
    others.write_text("x = 1\n")
    (tmp_path / "answers.csv").write_text("mine\n")
    ours = write_hand_ins(class_.database, [STEP], tmp_path) / "anna" / f"{STEP}.py"
    assert ours.read_text() == REBINDS
    rows.reset(course.exercise(STEP))
    write_hand_ins(class_.database, [STEP], tmp_path)
    write_answers(class_.database, tmp_path)
    assert not ours.exists()
    assert others.read_text() == "x = 1\n"
    assert (tmp_path / "kept" / "answers.csv").read_text() == "mine\n"


def test_where_no_class_has_worked_nothing_is_exported(plan):
    with pytest.raises(InputError, match="--data"):
        export(plan, plan.data / "out")
    assert not plan.data.exists()


def test_answers_to_questions_are_exported_with_what_they_show(class_, course, tmp_path):
    item = next(iter(course.items))
    keeper = LearnerRows(class_.database, "../../x").progress
    keeper.note(lambda mine: mine.record_answer(item, ["grad_not_zeroed"], 0.5, right=False))
    keeper.note(lambda mine: mine.record_answer(item, [], 1.0, right=True))
    with write_answers(class_.database, tmp_path / "out").open(encoding="utf-8-sig") as file:
        assert list(csv.DictReader(file)) == [
            {
                "id": "../../x",
                "item": item,
                "asked": "2",
                "right": "1",
                "last_credit": "1",
                "misconceptions": "grad_not_zeroed",
            }
        ]


@pytest.fixture
def plan(course, tmp_path):
    (tmp_path / "class.csv").write_text("id,name\nanna,Anna\nbela,B\u00e9la\n", encoding="utf-8")
    (tmp_path / "hw1.yaml").write_text(
        f"title: Homework\nsecret: '0123456789abcdef'\nexercises: [{STEP}]\ncases: {{hidden: false}}\n",
        encoding="utf-8",
    )
    return Plan(
        course, tmp_path / "class.csv", tmp_path / "data", tmp_path / "hw1.yaml", "process", "en"
    )


def test_the_task_of_the_day_is_all_that_there_is(plan, database, pool):
    anna = Class(plan.course, database, pool).browser("anna")
    assert anna.get(f"/exercises/{STEP}").status_code == 200
    assert anna.get("/exercises/zero_it").status_code == 404
    assert anna.get("/api/status").json()["total"] == 1
    assert "zero_it" not in anna.get("/").text
    assert "Homework" in anna.get("/").text


def test_only_what_is_of_the_day_counts_as_passed_or_due(plan, course, database, pool):
    anna = Class(course, database, pool).browser("anna")
    other = course.exercise("intro")
    right = load_programs(course, other).reference
    save(anna, right, exercise=other.id)
    assert anna.post(f"/api/exercises/{other.id}/check", json={}).json()["passed"]
    yesterday = datetime.now(timezone.utc) - timedelta(days=1)
    keeper = LearnerRows(database, "anna").progress
    keeper.note(lambda mine: mine.review("zero_it", right=False, now=yesterday))
    assert anna.get("/api/status").json()["due"] == 1

    today = Class(plan.course, database, pool)
    anna = today.browser("anna")
    assert anna.get("/api/status").json() == {"done": 0, "total": 1, "due": 0}
    assert "Nothing has gone wrong" in anna.get("/questions/review").text
    assert "0/1" in today.browser("teacher").get("/instructor").text
    assert check(anna).status_code == 200
    assert {one.passed for one in view_of(today.room).learners} == {0}


def test_a_title_in_one_language_is_there_for_learners_of_the_other(plan, database, pool):
    text = plan.assignment.read_text(encoding="utf-8")
    plan.assignment.write_text(f"languages: [hu]\n{text}", encoding="utf-8")
    anna = Class(plan.course, database, pool).browser("anna")
    assert "Homework" in anna.get("/").text


def test_an_export_is_graded_as_any_class_is(plan, course):
    database = plan.database()
    Admission(database).enrol(plan.people, "en")
    LearnerRows(database, "anna").save(course.exercise(STEP), RIGHT, "missing")
    LearnerRows(database, "bela").save(course.exercise(STEP), REBINDS, "missing")
    database.close()
    assert "2 learners" in export(plan, plan.data / "out")
    with (plan.data / "out" / "grades" / "grades.csv").open(encoding="utf-8-sig") as file:
        points = {row["id"]: float(row[STEP]) for row in csv.DictReader(file)}
    assert points["anna"] > points["bela"] == 0


def test_a_roster_with_nobody_is_refused(plan):
    plan.roster.write_text("id,name\n", encoding="utf-8")
    with pytest.raises(InputError, match="names nobody"):
        _ = plan.people


# The file


def test_a_database_of_another_version_is_refused(tmp_path):
    connection = sqlite3.connect(tmp_path / "c.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StorageError, match="version 99"):
        Database(tmp_path / "c.sqlite")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "c.sqlite"
    path.write_text("my thesis" * 1000)
    with pytest.raises(StorageError, match=r"c\.sqlite"):
        Database(path)
    assert path.read_text() == "my thesis" * 1000


def test_only_the_owner_can_read_it(database):
    assert database.path.stat().st_mode & 0o077 == 0


# The real server


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_whoever_is_slow_to_say_what_they_want_is_not_waited_for(class_, monkeypatch, sent):
    monkeypatch.setattr(serving, "_PATIENCE", 0.3)
    with listening(class_.app, serving._Punctual) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as slow:
            slow.sendall(sent)
            assert _rest_of(slow) == b""
        answer = httpx.get(f"http://127.0.0.1:{port}/join", timeout=60)
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("unsent", "aborted"), [([9, 5, 2], False), ([9, 5, 5], True), ([0, 0], True)]
)
def test_a_silent_connection_is_closed_unless_a_slow_network_still_takes_what_was_answered(
    unsent, aborted
):
    connection, ended, sizes = object.__new__(serving._Punctual), [], iter(unsent)
    timer = SimpleNamespace(cancel=lambda: None)
    connection.loop = SimpleNamespace(call_later=lambda *_: timer)
    connection.transport = SimpleNamespace(
        get_write_buffer_size=lambda: next(sizes), abort=lambda: ended.append(True)
    )
    connection._expect_head()
    try:
        for _ in unsent[1:]:
            connection._look()
    finally:
        connection._stop_waiting()
    assert bool(ended) is aborted


def test_without_that_guard_the_connection_stays(class_):
    with (
        listening(class_.app, serving.H11Protocol) as port,
        socket.create_connection(("127.0.0.1", port), timeout=1.5) as slow,
    ):
        slow.sendall(b"GET / HT")
        with pytest.raises(TimeoutError):
            slow.recv(1)


def _rest_of(connection):
    try:
        return connection.recv(1000)
    except ConnectionResetError:
        return b""


class Command:
    """``gradlings classroom`` as it is started; it can be killed."""

    def __init__(self, folder):
        (folder / "class.csv").write_text("id,name\nanna,Anna\n", encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.origin = folder, f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        command = [sys.executable, "-m", "autograder", "classroom", "--roster", "class.csv"]
        command += ["--port", str(self.port), "--workers", "1", "--isolation", "process"]
        self.process = subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.shown = ""
        while "Ctrl-C" not in self.shown:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read()
            self.shown += line

    def kill(self):
        self.process.kill()
        return self.process.communicate()[1]


@pytest.mark.nightly
def test_a_killed_server_has_every_save_and_lets_the_same_pages_in(tmp_path):
    server = Command(tmp_path)
    try:
        with (tmp_path / "classroom" / "links.csv").open(encoding="utf-8") as file:
            link = next(csv.DictReader(file))["link"]
        with httpx.Client(
            base_url=server.origin, headers={"origin": server.origin}, timeout=120
        ) as anna:
            assert anna.get(link).status_code == 200
            anna.headers[PAGE_HEADER] = page_word(anna.cookies[COOKIE])
            assert save(anna, RIGHT).status_code == 200
            warned = server.kill()
            server.start()
            assert anna.get(f"/api/exercises/{STEP}").json()["text"] == RIGHT
            assert check(anna).json()["passed"]
    finally:
        server.kill()
    assert "WARNING" in warned
    assert "links" not in server.shown
