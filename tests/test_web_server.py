"""The web server's doors and answers, asked as no page of ours would ask."""

from __future__ import annotations

import errno
import json
import re
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

pytest.importorskip("starlette")

from starlette.testclient import TestClient
from steps import RIGHT, STEP

from autograder.facade.grading import Grading
from autograder.grading import Grader
from autograder.judging import Outcome
from autograder.pages.page import prose
from autograder.sandbox import Limits
from autograder.web import Desk, OneByOne, make_app
from autograder.web.access import LARGEST_REQUEST, PAGE_HEADER, page_word
from autograder.web.newest import OvertakenCheckError
from autograder.web.own_server import Door, OwnServer, PortTakenError, kept_token
from autograder.web.working_copy import WorkingCopy
from autograder.workspace import Workspace

TOKEN = "t" * 43
HERE = "http://127.0.0.1:8765"
FROM_HERE = {"origin": HERE}
#: Each way to change something: method, address, and what is sent.
CHANGES = [
    ("PUT", f"/api/exercises/{STEP}", {"text": "x", "based_on": ""}),
    ("POST", f"/api/exercises/{STEP}/check", {}),
    ("POST", f"/api/exercises/{STEP}/hint", None),
    ("POST", f"/api/exercises/{STEP}/reset", None),
    ("POST", f"/api/exercises/{STEP}/solutions", None),
    ("POST", "/api/questions/review/answer", {"turn": "done", "answer": None}),
    ("POST", "/api/questions/review/again", None),
    ("PUT", "/api/language", {"language": "hu"}),
]
PAGES = [
    "/", "/chapters/06_updates", f"/exercises/{STEP}", "/questions/review", "/progress",
    "/explain?error=x", f"/api/exercises/{STEP}", "/api/status",
]  # fmt: skip


@pytest.fixture(scope="module")
def course_copy(course, tmp_path_factory):
    return Workspace.create(tmp_path_factory.mktemp("web") / "mine", course, "en")[0]


@pytest.fixture(scope="module")
def served(course, course_copy, lending):
    """A client that nobody has let in yet, and the door."""
    with lending(), Grading(course) as grading:
        desk = Desk(course, WorkingCopy(course_copy, course), OneByOne(grading))
        door = Door(TOKEN, 8765)
        app = make_app(
            lambda connection: desk if door.admits(connection) else None,
            cookie=door.cookie,
            hosts=("127.0.0.1", "localhost"),
            more=door.routes,
        )
        with TestClient(app, base_url=HERE) as client:
            yield client, door, desk


@pytest.fixture
def stranger(served):
    client, _, _ = served
    client.cookies.clear()
    client.headers.pop(PAGE_HEADER, None)
    return client


@pytest.fixture
def learner(stranger):
    assert stranger.get("/enter", params={"token": TOKEN}).status_code == 200
    stranger.headers[PAGE_HEADER] = page_word(TOKEN)
    return stranger


@contextmanager
def text_of(served, text):
    """The learner's file holds *text* for as long as the block runs."""
    path = served[2].store.workspace.path_of(served[2].course.exercise(STEP))
    before = path.read_bytes()
    path.write_text(text, encoding="utf-8")
    yield path
    path.write_bytes(before)


@pytest.mark.parametrize("place", PAGES)
def test_without_the_token_nothing_is_shown(place, stranger):
    for cookies in ({}, {"gradlings-8765": TOKEN[:-1] + "x"}, {"gradlings-8766": TOKEN}):
        stranger.cookies.clear()
        stranger.cookies.update(cookies)
        answer = stranger.get(place)

        assert answer.status_code == 403
        assert "step" not in answer.text


@pytest.mark.parametrize(("method", "place", "order"), CHANGES)
def test_without_the_token_nothing_is_changed(method, place, order, stranger):
    assert stranger.request(method, place, json=order, headers=FROM_HERE).status_code == 403


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "ő" * 43])
def test_another_token_lets_nobody_in(token, stranger):
    for name in ("token", "ticket"):
        answer = stranger.get("/enter", params={name: token})

        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


def test_whoever_mends_a_loop_waits_for_no_verdict_on_it(course, course_copy, monkeypatch):
    # By itself it would not end before the test does.
    monkeypatch.setattr(Grader, "_limits", lambda *_: Limits(1e4))
    with Grading(course) as grading, ThreadPoolExecutor(1) as threads:
        desk = Desk(course, WorkingCopy(course_copy, course), OneByOne(grading))
        desk.save(STEP, "while True: pass\n", desk.text(STEP).digest)
        loop = threads.submit(desk.check, STEP)
        while desk._running is None:
            threading.Event().wait(0.01)
        desk.give_up_outdated()  # It is the newest yet.
        desk.save(STEP, RIGHT, desk.text(STEP).digest)
        desk.give_up_outdated()
        assert isinstance(loop.exception(60), OvertakenCheckError)
        assert desk.check(STEP).feedback.verdict.outcome is Outcome.PASSED


def test_the_cookie_is_for_the_browser_alone(stranger):
    answer = stranger.get("/enter", params={"token": TOKEN})

    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in answer.text
    assert answer.headers["referrer-policy"] == "same-origin"


def test_a_ticket_lets_in_once(served, stranger):
    ticket = served[1].ticket()

    first, second = (stranger.get("/enter", params={"ticket": ticket}) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 403)


def test_a_ticket_lets_in_soon_or_not_at_all(served, stranger, monkeypatch):
    monkeypatch.setattr("autograder.web.own_server._TICKET_AGE", -1)

    assert stranger.get("/enter", params={"ticket": served[1].ticket()}).status_code == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example", "http://127.0.0.1:9999", "http://127.0.0.1", "null", "", None,
        "http://127.0.0.1:8765.evil.example", "http://a@127.0.0.1:8765", "file://", "ftp://127.0.0.1:8765",
        "//127.0.0.1:8765", "chrome-extension://127.0.0.1:8765",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("method", "place", "order"), CHANGES)
def test_another_sites_page_changes_nothing(origin, method, place, order, learner, served):
    headers = {} if origin is None else {"origin": origin}
    before = served[2].text(STEP)

    answer = learner.request(method, place, json=order, headers=headers)

    assert answer.status_code == 403
    assert served[2].text(STEP) == before
    assert served[2].say.language == "en"


def answers(client, method, place, order, **headers):
    """The status of a request that has ``Sec-Fetch-…`` headers as they are given."""
    named = {f"sec-fetch-{name}": value for name, value in headers.items()}
    return client.request(method, place, json=order, headers=FROM_HERE | named).status_code


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "", "SAME-ORIGIN, cross-site"])
@pytest.mark.parametrize(("method", "place", "order"), CHANGES)
def test_what_a_browser_says_to_come_from_elsewhere_changes_nothing(
    site, method, place, order, learner
):
    assert answers(learner, method, place, order, site=site) == 403
    link = {"mode": "navigate", "dest": "document"}
    assert answers(learner, method, place, order, site=site, **link) == 403


@pytest.mark.parametrize("word", ["", "x", "0" * 64, page_word(""), page_word(TOKEN)[:-1], "ő"])
@pytest.mark.parametrize(("method", "place", "order"), CHANGES)
def test_without_the_word_of_a_page_nothing_is_changed(word, method, place, order, learner, served):
    before = served[2].text(STEP)
    headers = FROM_HERE | {PAGE_HEADER: word.encode()}

    answer = learner.request(method, place, json=order, headers=headers)

    assert answer.status_code == 403
    assert "Load it again" in answer.json()["told"]
    assert served[2].text(STEP) == before
    assert served[2].say.language == "en"


def test_each_page_knows_the_word_and_no_page_of_a_stranger_does(learner, served):
    for place in ("/", f"/exercises/{STEP}", "/progress", "/nowhere"):
        assert (page_word(TOKEN) in learner.get(place).text) == (place != "/nowhere")
    learner.cookies.clear()
    for place in ("/", f"/exercises/{STEP}"):
        assert page_word(TOKEN) not in learner.get(place).text


@pytest.mark.parametrize("place", PAGES)
def test_a_link_from_elsewhere_is_followed_and_nothing_else_from_there_is_answered(place, learner):
    from_link = {"mode": "navigate", "dest": "document"}
    assert answers(learner, "GET", place, None, site="none", **from_link) == 200
    # The browser sends no cookie along with these; the wall holds without that, too.
    assert learner.get(place, headers={"sec-fetch-site": "cross-site",
                                       "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}).status_code == 200  # fmt: skip
    for site in ("cross-site", "same-site"):
        for kind in (
            {"mode": "no-cors", "dest": "image"},
            {"mode": "cors", "dest": "empty"},
            {"mode": "navigate", "dest": "iframe"},
            {"mode": "no-cors", "dest": "script"},
            {},
        ):
            headers = {f"sec-fetch-{name}": value for name, value in kind.items()}
            answer = learner.get(place, headers={"sec-fetch-site": site, **headers})
            assert answer.status_code == 403


def test_another_sites_page_can_not_listen(learner):
    answer = learner.get("/api/news", headers={"origin": "http://127.0.0.1:9999"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", ""]
)
def test_a_name_that_was_bent_to_this_machine_is_refused(host, learner):
    for place in PAGES:
        answer = learner.get(place, headers={"host": host, "origin": f"http://{host}"})

        assert answer.status_code in (400, 403)


@pytest.mark.parametrize("place", [*PAGES, "/enter?token=x", "/nowhere", "/static/x/web.css"])
def test_every_answer_says_what_its_page_may_do(place, learner):
    headers = learner.get(place).headers

    policy = dict(
        rule.strip().partition(" ")[::2] for rule in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["style-src"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_styles_and_scripts_are_kept_by_the_browser_and_pages_load_no_others(learner):
    page = learner.get(f"/exercises/{STEP}").text
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(loaded) >= 3
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)

    for place in loaded:
        answer = learner.get(place)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "own_server.py", "editor.js%00", ""]
)
def test_nothing_else_is_served_as_a_file(name, learner):
    loaded = re.search(r"/static/\w+/", learner.get("/").text)[0]

    assert learner.get(loaded + name).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b"{" * 100_000, b'{"text": 1, "based_on": ""}',
        b'{"text": "x", "based_on": "", "more": 1}', b'{"text": "\\ud800", "based_on": ""}',
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_refused(body, learner, served):
    before = served[2].text(STEP)

    answer = learner.put(f"/api/exercises/{STEP}", content=body, headers=FROM_HERE)

    assert answer.status_code == 400
    assert served[2].text(STEP) == before


def test_a_request_without_an_end_is_cut(learner):
    def endless():
        for _ in range(100):
            yield b"x" * 65_536

    announced = b"x" * (LARGEST_REQUEST + 1)
    for content in (endless(), announced):
        answer = learner.put(f"/api/exercises/{STEP}", content=content, headers=FROM_HERE)
        assert answer.status_code == 413


@pytest.mark.parametrize(
    "name",
    ["nowhere", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "step_no_grad%00", "zero%2fit"],
)
def test_there_are_no_exercises_but_the_courses(name, learner):
    for method, place in (("GET", "/exercises/{}"), ("GET", "/api/exercises/{}")):
        assert learner.request(method, place.format(name)).status_code == 404
    answer = learner.put(
        f"/api/exercises/{name}", json={"text": "x", "based_on": ""}, headers=FROM_HERE
    )
    assert answer.status_code in (404, 405)
    for place in ("/chapters", "/questions", "/questions/chapter", "/questions/exercise"):
        assert learner.get(f"{place}/{name}").status_code == 404


@pytest.mark.parametrize("place", ["exercises", "api/exercises", "chapters", "questions"])
def test_of_a_long_address_where_nothing_is_little_is_told_again(place, learner):
    assert len(learner.get(f"/{place}/{'x' * 50_000}").text) < 1_000


def test_a_save_is_acknowledged_once_it_is_in_the_file(learner, served):
    with text_of(served, "x = 1\n") as path:
        digest = learner.get(f"/api/exercises/{STEP}").json()["digest"]

        answer = learner.put(
            f"/api/exercises/{STEP}",
            json={"text": "x = 2\n", "based_on": digest},
            headers=FROM_HERE,
        )

        assert answer.status_code == 200
        assert path.read_text(encoding="utf-8") == "x = 2\n"
        stale = learner.put(
            f"/api/exercises/{STEP}",
            json={"text": "x = 3\n", "based_on": digest},
            headers=FROM_HERE,
        )
        assert (stale.status_code, stale.json()["text"]) == (409, "x = 2\n")
        assert "x = 2" in path.read_text(encoding="utf-8")


def test_a_check_grades_the_file_and_notes_what_came_out(learner, served):
    with text_of(served, RIGHT):
        answer = learner.post(f"/api/exercises/{STEP}/check", json={}, headers=FROM_HERE).json()

    assert answer["passed"]
    assert answer["told"] == "Passed!"
    assert served[2].progress().passed(STEP)


def checked(learner, exercise):
    answer = learner.post(f"/api/exercises/{exercise}/check", json={}, headers=FROM_HERE)
    return answer.json()


def test_a_stub_is_told_what_will_be_checked_and_nothing_of_it_as_a_failure(learner, served):
    answer = checked(learner, "first_slope")
    assert answer["told"] == "Not begun yet"
    assert "✗" not in answer["html"]
    claims = [line.claim["en"] for line in served[2].course.exercise("first_slope").sheet.claims]
    assert claims
    assert all(prose(claim) in answer["html"] for claim in claims)


def test_whoever_hears_a_page_is_told_the_idea_at_stake_with_the_points(learner, served):
    with text_of(served, "def step_no_grad(W, lr):\n    W -= lr * W.grad\n"):
        told = checked(learner, STEP)["told"]
    assert told == "Not passed yet: 0 of 3 points. Update outside no_grad."


def test_what_gradlings_says_of_a_program_is_prose_and_what_python_says_is_code(learner, served):
    with text_of(served, "x = 1\n"):
        html = checked(learner, STEP)["html"]
        assert re.search("<p[^>]*>Your file defines no function named", html)
    with text_of(served, "x = y\n"):
        assert re.search("<code>NameError", checked(learner, STEP)["html"])


def test_whoever_only_opens_an_exercise_answers_for_no_mistake_of_its_stub(learner, served):
    answer = checked(learner, "rebind_trap")
    assert "Not passed yet" in answer["html"]
    assert "rebind_trap" not in served[2].progress().exercises
    assert "rebind_trap" not in served[2].progress().cards


def test_the_same_program_is_checked_again_only_when_asked(learner, served):
    def attempts():
        return served[2].progress().of(STEP).attempts

    with text_of(served, RIGHT + "# again\n"):
        for anew, more in ((False, 1), (False, 0), (True, 1), (False, 0)):
            before = attempts()
            answer = learner.post(
                f"/api/exercises/{STEP}/check", json={"anew": anew}, headers=FROM_HERE
            )
            assert answer.json()["passed"]
            assert attempts() == before + more


def test_a_fault_of_ours_is_told_and_raised_for_the_log(learner, served, monkeypatch):
    monkeypatch.setattr(served[2].store, "read", lambda _: 1 / 0)
    quiet = TestClient(learner.app, base_url=HERE, raise_server_exceptions=False)
    quiet.cookies.update(learner.cookies)

    answer = quiet.get(f"/api/exercises/{STEP}")

    assert answer.status_code == 500
    assert "our fault" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    with pytest.raises(ZeroDivisionError):
        learner.get(f"/api/exercises/{STEP}")


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_nothing_is_told_in_a_sentence(error, learner, served, monkeypatch):
    digest = served[2].text(STEP).digest

    def refuse(path, *_args, **_options):
        raise OSError(error, "as the system says", str(path))

    monkeypatch.setattr("autograder.web.working_copy.write_whole", refuse)
    answer = learner.put(
        f"/api/exercises/{STEP}", json={"text": "x = 1\n", "based_on": digest}, headers=FROM_HERE
    )

    assert answer.status_code == 503
    assert "step_no_grad.py can't be written or read" in answer.json()["told"]
    assert served[2].text(STEP).digest == digest


def test_a_taken_port_is_told(course, course_copy):
    with socket.socket() as taken, Grading(course) as grading:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTakenError, match="--port"):
            OwnServer(course_copy, course, grading, taken.getsockname()[1])


def test_a_working_copy_has_a_port_of_its_own_and_another_if_that_is_taken(course, course_copy):
    with Grading(course) as grading:
        first = OwnServer(course_copy, course, grading)
        first.close()
        again = OwnServer(course_copy, course, grading)
        beside = OwnServer(course_copy, course, grading)
        again.close()
        beside.close()

    assert first.link == again.link
    assert beside.link != again.link


def test_without_its_packages_the_command_says_what_to_install(command, course_copy, monkeypatch):
    monkeypatch.delitem(sys.modules, "autograder.web.own_server")
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    done = command("web", folder=course_copy.root)

    assert done.exit_code == 2
    assert "uvicorn" in done.output
    assert "gradlings[web]" in done.output


HOSTILE = "\"'></script><script>alert(1)</script><img src=x onerror=alert(2)>{{1234*1111}}"


@pytest.mark.parametrize(
    "program",
    [
        f"print({HOSTILE!r})",
        f"raise ValueError({HOSTILE!r})",
        f"class {'A' * 20}(Exception): pass\n{'A' * 20}.__name__ = {HOSTILE!r}\nraise {'A' * 20}('x')",
        f"# {HOSTILE}\nthis is no Python {HOSTILE}",
    ],
)
def test_whatever_a_program_shows_is_text_on_the_page(program, learner, served):
    with text_of(served, f"{program}\ndef step_no_grad(W, lr):\n    return W\n"):
        checked = learner.post(f"/api/exercises/{STEP}/check", json={}, headers=FROM_HERE).json()
        page = learner.get(f"/exercises/{STEP}").text

    for html in (checked["html"], page):
        assert not re.search(r"<img|<script(?![^>]*(src=|application/json))|1370974", html)
    kept = re.search(r'<script type="application/json" id="kept">(.*?)</script>', page, re.DOTALL)
    assert json.loads(kept[1])["text"].startswith(program)


def test_what_an_address_holds_is_text_on_the_page(learner):
    page = learner.get("/explain", params={"error": HOSTILE}).text

    assert "<img" not in page
    assert "&lt;img" in page


def test_an_error_is_told_in_the_learners_language(learner, served):
    served[2].use_language("hu")
    try:
        pages = [
            learner.get(f"/{place}/nowhere") for place in ("exercises", "chapters", "questions")
        ]
        told = learner.get("/api/exercises/step_no_grd").json()["told"]
    finally:
        served[2].use_language("en")

    assert all("nincs" in page.text for page in pages)
    assert "step_no_grad" in told


@pytest.mark.parametrize("series", ["chapter/06_updates", f"exercise/{STEP}"])
def test_an_answer_to_what_is_no_longer_asked_changes_nothing(series, learner, served):
    desk = served[2]
    learner.get(f"/questions/{series}")
    now = desk.series.named(series).turn
    place = f"/api/questions/{series}/answer"

    for turn in ("done", "Q0.1.answer", ""):
        learner.post(place, json={"turn": turn, "answer": "x"}, headers=FROM_HERE)
        assert desk.series.named(series).turn == now

    learner.post(place, json={"turn": now, "answer": None}, headers=FROM_HERE)
    assert desk.series.named(series).turn != now


def test_an_unreadable_answer_is_asked_for_again(learner, served):
    desk, series = served[2], "chapter/04_by_hand"
    learner.get(f"/questions/{series}")
    turn = desk.series.named(series).turn

    answer = learner.post(
        f"/api/questions/{series}/answer",
        json={"turn": turn, "answer": "?" * 2_000},
        headers=FROM_HERE,
    ).json()

    assert answer["same"]
    assert answer["turn"] == turn
    assert "missing" in answer["told"]


def test_a_token_is_private_and_lasts_a_day(tmp_path, monkeypatch):
    path = tmp_path / "web.token"
    token = kept_token(path)
    assert kept_token(path) == token
    assert len(token) >= 43
    assert path.stat().st_mode & 0o077 == 0

    monkeypatch.setattr("autograder.web.own_server._TOKEN_AGE", -1)

    assert kept_token(path) != token


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 50, b"with space " * 9])
def test_a_damaged_token_is_replaced(content, tmp_path):
    path = tmp_path / "web.token"
    path.write_bytes(content)

    assert re.fullmatch(r"[\w-]{43}", kept_token(path))
