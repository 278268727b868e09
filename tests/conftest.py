from __future__ import annotations

import gc
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import pytest
from click.testing import CliRunner
from courses import bundled_course
from hypothesis import settings

from autograder import warm
from autograder.assignments import load_assignment
from autograder.authoring.snippets import SnippetRunner
from autograder.cli import cli
from autograder.content import bundled_course_path, load_course
from autograder.grading import Grader
from autograder.grading.pool import close_worker
from autograder.sandbox import EachKind, open_one
from autograder.submissions import Reader
from autograder.submissions.reader import READING

# The same examples on every machine and in every run, however slow it is.
for name, examples in {"day": 25, "night": 250}.items():
    settings.register_profile(
        name, deadline=None, database=None, derandomize=True, max_examples=examples
    )
settings.load_profile("day")  # unless --hypothesis-profile says otherwise

# Submissions as they came, some of them named like tests.
collect_ignore = ["cases"]


def pytest_addoption(parser):
    parser.addoption(
        "--walls-down",
        action="store_true",
        help="also try attacks that would harm this machine if they succeeded, without their walls",
    )


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what -m does not ask for
def pytest_collection_modifyitems(items):
    """Mark as nightly all cases of a test but as many, spread evenly, as its ``by_day`` names."""
    cases = defaultdict(list)
    for item in items:
        if mark := item.get_closest_marker("by_day"):
            (count,) = mark.args
            cases[item.nodeid.partition("[")[0], count].append(item)
    for (_, count), found in cases.items():
        by_day = {(2 * n + 1) * len(found) // (2 * count) for n in range(count)}
        for number, item in enumerate(found):
            if number not in by_day:
                item.add_marker(pytest.mark.nightly)


def pytest_collection_finish():
    """Spare each collection of garbage to come torch, and ten thousand tests: they stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def course():
    return bundled_course()


def settled(kind):
    """A server that has imported all: until then a child gets some seconds more, even an endless loop."""
    server = open_one(kind)
    server.settle()
    return server


@pytest.fixture(scope="session")
def server():
    """Like what ``open_runner`` returns, but its servers have settled before their first job."""
    with EachKind(settled) as server:
        yield server


@pytest.fixture(scope="session")
def reader():
    with Reader() as reader:
        yield reader


@pytest.fixture(scope="session")
def grader(course, server):
    return Grader(course, server)


@pytest.fixture(scope="session", autouse=True)
def own_warm_host(tmp_path_factory):
    """A place for warm hosts that no other session has; what runs there at the end is ended."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        yield
        warm.stop()


def keep(_server):
    """Leave a server as it is."""


class Lent:
    """A warm server of the session's, lent to somebody who would close their own."""

    def __init__(self, server, give_back=keep):
        self._server = server
        self._give_back = give_back

    def __getattr__(self, name):
        return getattr(self._server, name)

    def close(self):
        self._give_back(self._server)
        self._give_back = keep  # Whoever closes it twice gives it back once.


@pytest.fixture(scope="session")
def snippets():
    """Runs the snippets of quiz items, and none of them twice."""
    with SnippetRunner() as runner:
        yield runner


@pytest.fixture(scope="session")
def lent_reading():
    """Lends a server that reads what others handed in; as many are started as are lent at a time."""
    started, free = [], []

    def lent_reading(*_):
        if not free:
            started.append(open_one(READING))
            free.append(started[-1])
        return Lent(free.pop(), free.append)

    yield lent_reading
    for server in started:
        server.close()


def opened_once(path):
    """A course as ``load_course`` reads it; the one that ships with the package is read once."""
    return bundled_course() if path == bundled_course_path() else load_course(path)


@pytest.fixture(scope="session")
def lending(server, snippets, lent_reading):
    """
    Within ``with lending():``, the session's warm server runs all that this process grades.

    So do its reader what is handed in and its runner of snippets what solves quiz items.
    """

    def lent_snippets(*, torch=True):
        return nullcontext(snippets) if torch else SnippetRunner(torch=False)

    @contextmanager
    def lending():
        with pytest.MonkeyPatch.context() as patch:
            for room in ("facade.grading", "grading.pool"):
                patch.setattr(f"autograder.{room}.open_runner", lambda *_: Lent(server))
            patch.setattr("autograder.submissions.reader.open_one", lent_reading)
            patch.setattr("autograder.facade.courses.load_course", opened_once)
            # A class is graded in this process, too, not by workers of its own.
            patch.setattr("autograder.facade.classes.open_pool", lambda *_: ThreadPoolExecutor(1))
            for room in ("facade.authoring", "generating.quizzes.exports"):
                patch.setattr(f"autograder.{room}.SnippetRunner", lent_snippets)
            yield
            close_worker()

    return lending


@pytest.fixture
def lent(lending):
    """The session's warm server runs all that this test grades; see :func:`lending`."""
    with lending():
        yield


@pytest.fixture(scope="session")
def command(lending):
    """
    Runs a command of ours in this process.

    A process of its own would take a second to start, a worker another, and its server four. What
    processes of their own are for is tested where they are started.
    """

    def command(*arguments, typed="", folder=None, **environment):
        with lending(), pytest.MonkeyPatch.context() as patch:
            patch.delenv("GRADLINGS_LANG", raising=False)
            if folder is not None:
                patch.chdir(folder)
            said = CliRunner(env=environment).invoke(
                cli, ["--lang", "en", *map(str, arguments)], input=typed
            )
        if said.exception and not isinstance(said.exception, SystemExit):
            raise said.exception
        return said

    return command


@pytest.fixture
def tripped(server, monkeypatch):
    """What, of all that the server runs during this test, reached for the grader."""
    found = []
    run = server.run

    def listening(job):
        result = run(job)
        found.extend(result.tripped)
        return result

    monkeypatch.setattr(server, "run", listening)
    return found


@pytest.fixture(scope="session")
def assignment_of(course, tmp_path_factory):
    """Makes an assignment of the exercises with these ids; further keys go into its file."""
    folder = tmp_path_factory.mktemp("assignments")

    def make(*ids, name="hw1", **keys):
        # One set of hidden cases, unless it is about several: each takes time to make.
        sheet = {
            "title": "Homework", "secret": "0123456789abcdef", "exercises": list(ids),
            "variants": 1, **keys,
        }  # fmt: skip
        path = folder / f"{name}.yaml"
        path.write_text(json.dumps(sheet), encoding="utf-8")
        return load_assignment(path, course)

    return make
