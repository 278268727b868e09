"""A class behind nginx and behind Caddy themselves, configured by the very blocks of docs/classroom.md."""

from __future__ import annotations

import itertools
import re
import socket
import ssl
import sys
from contextlib import contextmanager, suppress

import pytest

pytest.importorskip("starlette")

import httpx
from browsers import CHROMIUM
from class_commands import ClassCommand
from proxies import PATIENCE, PROXIES, free_port, is_installed, running
from steps import RIGHT, STEP

from autograder.web.access import PAGE_HEADER

PLACE = f"/grad/api/exercises/{STEP}"
# nginx takes a new connection for each request, so that a test of many leaves some to be collected.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


#: Proxies make an address of what is like one.
ODD = "../../x"
LEARNERS = [*(f"s{number}" for number in range(40)), ODD]


class Behind:
    """A classroom behind a proxy, with learners of whom each test takes others."""

    def __init__(self, name, proxy, room, port):
        self.name, self.proxy, self.room, self.port = name, proxy, room, port
        self._learners = iter(LEARNERS)

    def learner(self):
        """Somebody who has not been here yet."""
        return next(self._learners)

    def browser(self):
        proxy = self.proxy
        headers = {"origin": proxy.origin}
        return httpx.Client(
            base_url=proxy.origin, headers=headers, timeout=PATIENCE, verify=proxy.context()
        )

    @contextmanager
    def at_work(self, learner=""):
        """A browser in which a learner has come in, on a page of the course."""
        with self.browser() as browser:
            link = httpx.URL(self.room.links[learner or self.learner()])
            assert browser.get(link.raw_path.decode()).status_code == 200
            page = browser.get("/grad/").text
            browser.headers[PAGE_HEADER] = re.search(r'data-page="(\w+)"', page)[1]
            yield browser


@contextmanager
def classroom_behind(name, folder, **options):
    if not is_installed(name):
        pytest.skip(f"no {name} here")
    port, own = free_port(), free_port()
    (folder / "proxy").mkdir()
    outside = ("--public-url", f"https://localhost:{port}", "--root-path", "/grad")
    roster = "\n".join(["id,name", *(f"{one},Learner {one}" for one in LEARNERS), ""])
    room = ClassCommand(folder, roster, own, *outside, "--trusted-proxy", "127.0.0.1", **options)
    try:
        with running(name, port, own, folder / "proxy") as proxy:
            yield Behind(name, proxy, room, own)
    finally:
        assert "Traceback" not in room.kill()


@pytest.fixture(scope="module", params=PROXIES)
def behind(request, tmp_path_factory):
    with classroom_behind(request.param, tmp_path_factory.mktemp(request.param)) as behind:
        yield behind


def save(browser, text, based_on="missing", **more):
    return browser.put(PLACE, json={"text": text, "based_on": based_on}, **more)


def saved_over(browser, text):
    return save(browser, text, browser.get(PLACE).json()["digest"])


@contextmanager
def news_of(browser):
    with browser.stream("GET", "/grad/api/news") as answer:
        yield answer


def kinds_in(answer):
    lines = (line for line in answer.iter_lines() if line.startswith("event: "))
    return (line.removeprefix("event: ") for line in lines)


def test_a_link_lets_a_learner_in_by_a_cookie_for_tls_alone(behind):
    with behind.browser() as browser:
        cookie = browser.get(behind.room.links[behind.learner()]).headers["set-cookie"]

    assert {"Secure", "HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))


def test_all_that_a_page_asks_for_is_found_below_the_root_path(behind):
    with behind.at_work() as anna:
        page = anna.get("/grad/").text
        links = re.findall(r'(?:href|src)="(/[^"]*)"', page)
        found = {anna.get(one).status_code for one in links if "/static/" in one}

    assert links
    assert all(one.startswith("/grad/") for one in links)
    assert found == {200}


def test_the_path_without_its_slash_leads_to_the_course(behind):
    with behind.at_work() as anna:
        answer = anna.get("/grad", follow_redirects=True)

    assert (answer.status_code, answer.url.path) == (200, "/grad/")


def test_a_program_is_saved_and_checked(behind):
    with behind.at_work() as anna:
        assert saved_over(anna, RIGHT).status_code == 200
        checked = anna.post(f"{PLACE}/check", json={})

    assert checked.json()["passed"]


def test_of_two_texts_at_odds_a_copy_is_found_by_its_address(behind):
    with behind.at_work() as anna:
        saved_over(anna, "x = 1\n")
        refused = save(anna, "x = 2\n", "older")
        copy = anna.get(refused.json()["copy"])

    assert (refused.status_code, copy.text) == (409, "x = 2\n")


def test_news_come_one_by_one_while_their_stream_goes_on(behind):
    with behind.at_work() as anna, news_of(anna) as answer:
        heard = kinds_in(answer)
        before = [next(heard), next(heard)]
        saved_over(anna, f"x = '{behind.name}'\n")
        after = next(heard)

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert (before, after) == (["listening", "shown"], "changed")


def test_streams_of_pages_that_were_closed_are_over_for_the_server(behind):
    with behind.at_work() as bela:
        codes = [opened_and_closed(bela) for _ in range(12)]

    assert codes == [200] * 12


def opened_and_closed(browser):
    with news_of(browser) as answer:
        if answer.status_code == 200:
            next(kinds_in(answer))
        return answer.status_code


@contextmanager
def configured_otherwise(behind, folder, change):
    """The same classroom behind another proxy, whose configuration somebody has changed."""
    with running(behind.name, free_port(), behind.port, folder, change) as proxy:
        yield Behind(behind.name, proxy, behind.room, behind.port)


def test_told_to_flush_at_once_caddy_would_keep_them(behind, tmp_path):
    if behind.name != "caddy":
        pytest.skip("a word of Caddy's")
    place, told = "            transport http", "            flush_interval -1\n"

    with (
        configured_otherwise(
            behind, tmp_path, lambda block: block.replace(place, told + place)
        ) as other,
        other.at_work(LEARNERS[-2]) as somebody,
    ):
        codes = [opened_and_closed(somebody) for _ in range(12)]

    assert codes == [200] * 8 + [429] * 4


@pytest.mark.nightly
def test_signs_of_life_keep_a_quiet_stream_open_even_for_a_proxy_with_less_patience(
    behind, tmp_path
):
    # Sixty seconds are what nginx has unless it is told otherwise.
    with (
        configured_otherwise(
            behind, tmp_path, lambda block: re.sub(r" *proxy_read_timeout.*\n", "", block)
        ) as other,
        other.at_work(LEARNERS[-3]) as somebody,
        news_of(somebody) as answer,
    ):
        signs = list(itertools.islice(_signs_in(answer), 4))

    assert len(signs) == 4  # eighty seconds


def _signs_in(answer):
    return (line for line in answer.iter_lines() if line.startswith(": ping"))


@pytest.mark.parametrize("bytes_", [1_600_000, 3_000_000])  # more than we read; than a proxy does
def test_a_body_over_the_limit_is_refused(behind, bytes_):
    with behind.at_work() as anna:
        before = anna.get(PLACE).json()["text"]
        code = anna.put(PLACE, content=b" " * bytes_).status_code
        after = anna.get(PLACE).json()["text"]

    assert (code, after) == (413, before)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://localhost"},  # another port
        {"origin": "null"},
        {"sec-fetch-site": "same-site"},
        {PAGE_HEADER: "0" * 64},
    ],
    ids=str,
)
def test_nothing_is_changed_but_by_a_page_of_the_same_origin(behind, headers):
    with behind.at_work() as anna:
        digest = anna.get(PLACE).json()["digest"]
        assert save(anna, "forged = 1\n", digest, headers=headers).status_code == 403
        assert "forged" not in anna.get(PLACE).json()["text"]


def test_a_page_that_came_by_plain_http_is_another_sites(behind):
    with behind.at_work() as anna:
        came_by_http = {"origin": behind.proxy.origin.replace("https:", "http:")}
        assert save(anna, "forged = 1\n", headers=came_by_http).status_code == 403


def test_no_host_but_the_classs_own_is_answered(behind):
    with behind.at_work() as anna:
        answer = anna.get("/grad/", headers={"host": "evil.example"})

    assert "data-page" not in answer.text  # Caddy answers with an empty page.


def test_the_instructor_gives_a_new_link_to_whatever_id(behind):
    with behind.browser() as teacher:
        teacher.get(behind.room.instructor)
        page = teacher.get("/grad/instructor").text
        teacher.headers[PAGE_HEADER] = re.search(r'data-page="(\w+)"', page)[1]
        answer = teacher.post("/grad/instructor/api/link", json={"learner": ODD})

    assert answer.json()["link"].startswith(f"{behind.proxy.origin}/grad/join?token=")


def said_raw(port, request, context=None):
    """What comes back for the bytes of a *request*, to the end of the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plain:
        own = context.wrap_socket(plain, server_hostname="localhost") if context else plain
        with own, suppress(ConnectionResetError, ssl.SSLError):
            own.sendall(request)
            return b"".join(iter(lambda: own.recv(65_536), b""))
    return b""


INSIDE = b"GET /grad/instructor HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
TWO_READINGS = {
    "both lengths": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + INSIDE,
    "two lengths": b"Content-Length: 2\r\nContent-Length: 80\r\n\r\n{}" + INSIDE,
    "a list of lengths": b"Content-Length: 2, 80\r\n\r\n{}" + INSIDE,
    "a signed length": b"Content-Length: +2\r\n\r\n{}" + INSIDE,
    "an unknown encoding": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + INSIDE,
    "a tab in the encoding": b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n" + INSIDE,
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + INSIDE,
    "a negative chunk": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + INSIDE,
    "a chunk's size as Python has it": b"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n"
    + INSIDE,
    "a lone carriage return": b"X: a\r\rContent-Length: 80\r\n\r\n" + INSIDE,
}


@pytest.mark.by_day(6)
@pytest.mark.parametrize("rest", TWO_READINGS.values(), ids=TWO_READINGS)
def test_what_can_be_read_in_two_ways_is_no_request_within_a_request(behind, rest):
    start = f"PUT /grad/api/language HTTP/1.1\r\nHost: localhost:{behind.proxy.port}\r\n"
    said = said_raw(behind.proxy.port, start.encode() + rest, behind.proxy.context())

    assert said.startswith((b"HTTP/1.1 4", b"HTTP/1.1 5"))
    # Either it ends there, or the proxy itself has read a second request, which is nobody's.
    assert not re.search(rb"HTTP/1\.1 [123]\d\d", said)


def test_what_is_no_http_leaves_nothing_in_the_log(behind):
    before = behind.room.errors()
    for nonsense in (b"\x16\x03\x01\r\n\r\n", b"GET / HTTP/9\r\n\r\n"):
        assert said_raw(behind.port, nonsense).startswith(b"HTTP/1.1 400")

    assert behind.room.errors() == before


# Strangers


@pytest.fixture(scope="module", params=PROXIES)
def strict(request, tmp_path_factory):
    """A classroom that answers three strangers of an address, and for a long time no more."""
    fewer = "from autograder.classroom import limits\nlimits._BURST_OF_STRANGERS = 3\n"
    fewer += "limits._STRANGERS_PER_SECOND = 1e-6"
    folder = tmp_path_factory.mktemp(f"strict-{request.param}")
    with classroom_behind(request.param, folder, first=fewer) as behind:
        yield behind


def codes_of_strangers(client, path):
    """The answers to five strangers, each of whom claims an address of their own."""
    claimed = (f"198.51.100.{number}" for number in range(5))
    return [client.get(path, headers={"x-forwarded-for": one}).status_code for one in claimed]


def test_nobody_has_another_address_by_claiming_it_to_the_proxy(strict):
    with strict.browser() as stranger:
        assert codes_of_strangers(stranger, "/grad/join") == [200, 200, 200, 429, 429]


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "x-real-ip"])
def test_nobody_can_have_the_proxy_take_away_what_it_says(strict, header):
    named_as_the_connections_own = {"connection": f"close, {header}"}
    with strict.browser() as stranger:
        answer = stranger.get("/grad/join", headers=named_as_the_connections_own)

    assert answer.status_code == 429  # as for all others of this address


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address on Linux alone")
@pytest.mark.parametrize(
    ("comes_from", "codes"),
    [("127.0.0.1", [200] * 5), ("127.0.0.2", [200, 200, 200, 429, 429])],
)
def test_forwarded_headers_are_believed_from_the_proxys_address_alone(strict, comes_from, codes):
    transport = httpx.HTTPTransport(local_address=comes_from)
    here = f"http://127.0.0.1:{strict.port}"
    with httpx.Client(base_url=here, transport=transport, timeout=PATIENCE) as stranger:
        assert codes_of_strangers(stranger, "/join") == codes


# What ends, and goes on


def test_a_classroom_that_is_started_again_has_all_work_and_lets_the_same_pages_in(behind):
    with behind.at_work() as anna:
        saved_over(anna, "kept = 1\n")
        with suppress(httpx.HTTPError), news_of(anna) as answer:
            behind.room.kill()
            for _ in answer.iter_lines():
                pass
        away = anna.get(PLACE).status_code
        behind.room.start()
        back = anna.get(PLACE).json()["text"]
        with news_of(anna) as answer:
            first = next(kinds_in(answer))

    assert (away, back, first) == (502, "kept = 1\n", "listening")


# By a browser


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no chromium here")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(chromium, link):
    """A page of somebody who has come in by *link*."""
    context = chromium.new_context(ignore_https_errors=True)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("link").click()
    return page


# Opens streams of news beside the page's own; tells how many began.
OPENED = """async (count) => {
  const opened = Array.from({ length: count }, () => new Promise((done, failed) => {
    const stream = new EventSource("/grad/api/news");
    stream.addEventListener("listening", done);
    stream.addEventListener("error", failed);
  }));
  return (await Promise.all(opened)).length;
}"""


def test_by_http_2_a_browser_has_more_pages_open_than_http_1_gives_it_connections(behind, chromium):
    page = opened(chromium, behind.room.links[behind.learner()])
    page.goto(f"{behind.proxy.origin}/grad/")
    protocol = page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol")
    streams = page.evaluate(OPENED, 7)
    status = page.evaluate("async () => (await fetch('/grad/api/status')).status")
    page.context.close()

    assert (protocol, streams, status) == ("h2", 7, 200)


def test_open_pages_go_on_when_the_classroom_is_started_again(behind, chromium):
    learner = behind.learner()
    page = opened(chromium, behind.room.links[learner])
    page.goto(f"{behind.proxy.origin}/grad/exercises/{STEP}")
    page.locator("#state[data-state=saved]").wait_for()
    teacher = opened(chromium, behind.room.instructor)
    row = teacher.get_by_role("row", name=f"Learner {learner} ")
    row.wait_for()
    teacher.wait_for_load_state()  # with its script, or it would be a page that hears of nothing
    behind.room.kill()
    page.locator(".cm-content").fill(RIGHT)
    page.locator("#state[data-state=offline]").wait_for()
    behind.room.start()
    page.locator("#state[data-state=saved]").wait_for()
    # The instructor's page hears of it, without being loaded again.
    row.get_by_text("1/").wait_for()
    with behind.at_work(learner) as anna:
        kept = anna.get(PLACE).json()["text"]
    for one in (page, teacher):
        one.context.close()

    assert kept.strip() == RIGHT.strip()
