"""The warm host: it outlives its command, answers its user at once, and gives nobody else anything."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from answers import CHECKS
from click.testing import CliRunner

from autograder import warm
from autograder.cli import cli
from autograder.facade.grading import Grading
from autograder.front.place import Place
from autograder.sandbox import ForkServer, Isolation, IsolationError, Job, Limits, Tier, Wall
from autograder.sandbox.kinds import BY_HAND, CHECKING
from autograder.warm import identity, starting
from autograder.warm.connection import Connection

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is kept warm elsewhere")

LONG = 300.0


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A place of its own, for tests in which the host comes to harm; its host is ended."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    yield tmp_path / "gradlings"
    warm.stop()


@pytest.fixture(scope="module")
def host():
    """The session's host: the connection says who it is."""
    warm.keep_warm()
    with Connection() as connection:
        yield connection


def job_of(statement, *, torch=True):
    source = f"def answer():\n    {statement}\n"
    return Job("ex", CHECKS, source, "answer", ("answers",), "public", 1, torch=torch)


def returned(run):
    facts = run.observations["answers"][0].facts
    return "stopped" if facts["raised"] else facts.get("returned")


def hosts_of(folder):
    """The hosts that were started with *folder* as their user's private one."""
    found = []
    for process in psutil.process_iter():
        try:
            ours = process.environ().get("XDG_RUNTIME_DIR") == str(folder)
            if ours and "autograder.warm.host" in process.cmdline():
                found.append(process)
        except psutil.Error:
            continue
    return found


# Serving


@pytest.mark.parametrize("exercise", ["zero_it", "slope_by_numbers"])
def test_a_verdict_by_the_host_is_that_of_ones_own_server(host, course, exercise):
    program = course.exercise(exercise).stub("en")

    with Grading(course, warm="shared") as shared, Grading(course) as own:
        lent, mine = shared.check_program(program, exercise), own.check_program(program, exercise)

        assert shared.runner.pids == []
        assert lent.checks == mine.checks
        assert replace(lent.verdict, seconds=0) == replace(mine.verdict, seconds=0)
        assert shared.isolation == own.isolation


PROGRAM = """
import sys
started = []
sys.addaudithook(lambda event, of: started.append(of[1]) if event == "subprocess.Popen" else None)
from autograder.cli import cli
try:
    cli(sys.argv[1:])
finally:
    print("STARTED", started, "TORCH", "torch" in sys.modules, file=sys.stderr)
"""


def test_a_check_with_a_host_starts_no_process_and_imports_no_torch(host, course, tmp_path):
    file = tmp_path / "zero_it.py"
    file.write_text(course.exercise("zero_it").stub("en"), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "check", str(file), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert json.loads(done.stdout)["results"][0]["outcome"] == "failed", done.stderr
    assert "STARTED [] TORCH False" in done.stderr


def test_a_changed_check_counts_at_once_since_the_host_holds_no_course(host):
    with warm.open_runner(warm="shared") as runner:
        job = job_of("return 1")
        assert returned(runner.run(job)) == 1
        changed = CHECKS.replace("submission.answer()", "submission.answer() + 1")
        assert returned(runner.run(replace(job, checks=changed))) == 2


def test_several_clients_take_turns(host):
    answers = {}

    def ask(number):
        with warm.open_runner(warm="shared") as runner:
            answers[number] = [
                returned(runner.run(job_of(f"return {number}", torch=number % 2 == 0)))
                for _ in range(3)
            ]

    clients = [threading.Thread(target=ask, args=[number]) for number in range(4)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()

    assert answers == {number: [number] * 3 for number in range(4)}


def test_less_isolation_than_asked_for_is_refused_as_by_ones_own_server(host, monkeypatch):
    monkeypatch.setattr("autograder.warm.lent.Isolation.from_json", lambda _: Isolation())

    with warm.open_runner(Tier.STANDARD, "shared") as runner, pytest.raises(IsolationError):
        runner.run(job_of("return 1"))


def test_bubblewrap_stands_around_a_server_of_ones_own():
    runner = warm.open_runner(Tier.STRONG, "kept")

    assert not isinstance(runner._open_one(CHECKING), warm.Lent)


# Beginning and end


def test_two_starts_at_once_make_one_host(place):
    command = [sys.executable, "-m", "autograder", "warm", "start"]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    told = [start.communicate(timeout=LONG)[0] for start in starts]

    assert [start.returncode for start in starts] == [0, 0, 0], told
    assert len({one.split("process ")[1].split(",")[0] for one in told}) == 1
    assert len(hosts_of(place.parent)) == 1


def test_it_ends_after_its_idle_time_but_not_while_a_client_is_there(place):
    warm.keep_warm(idle=0.5)
    with Connection() as client:
        host = psutil.Process(client.greeting["pid"])
        with pytest.raises(psutil.TimeoutExpired):
            host.wait(1.5)

    host.wait(60)

    assert warm.status() is None
    assert [*place.glob("*.socket")] == []


def test_the_servers_end_with_a_host_that_is_killed_and_its_socket_is_no_hindrance(place):
    warm.keep_warm()
    first = warm.status()
    servers = [psutil.Process(pid) for pid in first.pids[1:]]
    os.kill(first.pids[0], signal.SIGKILL)
    psutil.wait_procs(servers, 60)

    assert not any(server.is_running() for server in servers)
    assert [*place.glob("*.socket")] != []
    assert warm.status() is None
    warm.keep_warm()
    assert warm.status().pids[0] != first.pids[0]


def test_a_client_that_loses_its_host_in_the_middle_of_a_job_goes_on_with_another(place):
    warm.keep_warm()
    with warm.open_runner(warm="kept") as runner:
        assert returned(runner.run(job_of("return 1"))) == 1
        host = warm.status().pids[0]
        os.kill(host, signal.SIGSTOP)  # So that the job is certainly under way when it is killed.
        runs = []
        job = threading.Thread(target=lambda: runs.append(runner.run(job_of("return 2"))))
        job.start()
        os.kill(host, signal.SIGKILL)
        job.join()

        assert [returned(run) for run in runs] == [2]
        assert warm.status().pids[0] != host


@pytest.mark.parametrize("whose", ["own", "shared"])
def test_the_answer_of_an_interrupted_job_is_not_taken_for_that_of_the_next(host, whose):
    """Whoever interrupts a notebook's cell goes on with the same runner."""

    def interrupt(*_):
        raise KeyboardInterrupt

    usual = signal.signal(signal.SIGALRM, interrupt)
    try:
        with warm.open_runner(warm=whose) as runner:
            assert returned(runner.run(job_of("return 1"))) == 1
            runner.settle()  # Until then the loop that is left behind gets six seconds more.
            signal.setitimer(signal.ITIMER_REAL, 0.5)
            with pytest.raises(KeyboardInterrupt):
                runner.run(replace(job_of("while True: pass"), limits=Limits(seconds=1.5)))

            assert [returned(runner.run(job_of(f"return {n}"))) for n in (2, 3)] == [2, 3]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


def test_a_client_that_would_not_start_one_goes_on_with_its_own_server(place):
    warm.keep_warm()
    with warm.open_runner(warm="shared") as runner:
        assert returned(runner.run(job_of("return 1", torch=False))) == 1
        warm.stop()

        assert returned(runner.run(job_of("return 2", torch=False))) == 2
        assert len(runner.pids) == 1
        assert warm.status() is None


def test_a_host_that_does_not_answer_keeps_nobody_waiting(place, monkeypatch):
    monkeypatch.setattr("autograder.warm.connection._GREETING", 0.1)
    warm.keep_warm()
    host = warm.status().pids[0]
    os.kill(host, signal.SIGSTOP)
    try:
        assert starting.connected() is None
    finally:
        os.kill(host, signal.SIGKILL)


def test_a_different_host_is_used_by_nobody_and_replaced(place, monkeypatch):
    warm.keep_warm()
    old = warm.status()
    monkeypatch.setattr(starting, "digest", lambda: "after an update")

    assert not warm.status().is_current
    assert starting.connected() is None
    warm.keep_warm()

    assert warm.status().is_current
    assert warm.status().pids[0] != old.pids[0]
    assert len(hosts_of(place.parent)) == 1


def test_the_digest_follows_what_is_imported_and_no_language(monkeypatch):
    before = starting.digest()

    monkeypatch.setenv("LANG", "hu_HU.UTF-8")
    assert starting.digest() == before
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/another/lib")
    assert starting.digest() != before


def test_what_a_process_of_one_command_has_found_it_does_not_look_for_again(monkeypatch):
    monkeypatch.setattr(identity, "_found", [])
    assert not identity.is_as("of another version")
    own = starting.digest()
    assert identity.is_as(own)

    monkeypatch.setattr(identity, "_our_modules", None)  # which would fail

    assert starting.digest() == own


def test_the_digest_follows_our_own_files(monkeypatch, tmp_path):
    (tmp_path / "probing").mkdir()
    module = tmp_path / "probing" / "case.py"
    module.write_text("1", encoding="ascii")
    monkeypatch.setattr("autograder.warm.identity.PACKAGE", tmp_path)
    before = starting.digest()

    module.write_text("22", encoding="ascii")

    assert starting.digest() != before


# The place


def test_a_folder_that_is_open_to_others_is_not_used(place):
    place.mkdir(mode=0o755)

    assert "open to others" in warm.unavailable()
    with pytest.raises(OSError, match="open to others"):
        Place.open()


def test_a_link_in_its_place_is_not_followed(place, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    place.symlink_to(elsewhere)

    assert warm.unavailable()
    assert [*elsewhere.iterdir()] == []


def test_a_folder_of_somebody_else_is_not_used(place, monkeypatch):
    place.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(place.parent))
    (place.parent / "gradlings-12345").mkdir(mode=0o700)

    assert "belongs to another user" in warm.unavailable()


def test_without_a_place_a_check_says_so_in_one_line_and_is_done_all_the_same(
    place, course, tmp_path, lent
):
    place.mkdir(mode=0o755)
    file = tmp_path / "zero_it.py"
    file.write_text(course.exercise("zero_it").stub("en"), encoding="utf-8")

    result = CliRunner().invoke(cli, ["--lang", "en", "check", str(file), "--keep-warm", "--json"])

    assert result.exit_code == 1
    assert "No warm server can be kept" in result.stderr
    assert json.loads(result.stdout)["results"][0]["outcome"] == "failed"


def test_elsewhere_than_on_linux_there_is_none_and_nobody_asks(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")

    assert warm.unavailable()
    assert warm.status() is None
    assert not warm.stop()


# Others


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can be others")
def test_another_user_can_neither_enter_nor_connect(host):
    with Place.open() as place:
        (path,) = Path(place.path).glob("*.socket")
    ways = (
        lambda: [*path.parent.iterdir()],
        lambda: path.stat(),
        lambda: socket.socket(socket.AF_UNIX).connect(str(path)),
    )
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.setgroups([])
            os.setgid(65_534)
            os.setuid(65_534)
            for way in ways:
                try:
                    way()
                except PermissionError:
                    os.write(writing, b"stopped ")
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        assert told.read().split() == ["stopped"] * 3
    os.waitpid(pid, 0)


def test_whoever_is_not_the_same_user_gets_no_word(place, monkeypatch):
    with Place.open() as opened, opened.listen() as listening:
        monkeypatch.setattr("autograder.front.place.is_same_user", lambda _: False)
        with pytest.raises(PermissionError, match="another user"):
            opened.connect(1)
        with listening.accept()[0] as accepted:
            assert accepted.recv(1) == b""


#: Ways by which a program could reach the host, given the path of its socket.
WAYS = {
    "by its path": "import socket; socket.socket(socket.AF_UNIX).connect({path!r}); "
    "return 'through'",
    "as a file": "import os; os.stat({path!r}); return 'through'",
    "by its folder": "import os; os.listdir({folder!r}); return 'through'",
    "by its descriptors": "import os; os.listdir('/proc/{pid}/fd'); return 'through'",
    "by a signal": "import os; os.kill({pid}, 0); return 'through'",
}


@pytest.fixture(scope="module")
def unwalled():
    with ForkServer(down=list(Wall)) as server:
        yield server


@pytest.mark.parametrize("way", WAYS)
def test_a_submission_can_not_reach_the_host(host, unwalled, way):
    with Place.open() as place:
        (path,) = Path(place.path).glob("*.socket")
    pid = host.greeting["pid"]
    attempt = WAYS[way].format(path=str(path), folder=str(path.parent), pid=pid)

    with warm.open_runner(warm="shared") as runner:
        if not {Wall.SECCOMP, Wall.LANDLOCK} <= set(runner.isolation.standing):
            pytest.skip("there are no walls here")
        assert returned(unwalled.run(job_of(attempt))) == "through"
        assert returned(runner.run(job_of(attempt))) == "stopped"


LENGTH = struct.Struct("!I")
NO_ORDERS = {
    "nothing": b"",
    "half a length": b"\0\0",
    "a length that is none": b"\xff\xff\xff\xff",
    "no JSON": LENGTH.pack(3) + b"{{{",
    "a list": LENGTH.pack(2) + b"[]",
    "depth": LENGTH.pack(200_000) + b"[" * 200_000,
    "an unknown order": LENGTH.pack(14) + b'{"do": "dance"'[:13] + b"}",
    "no order": LENGTH.pack(2) + b"{}",
    "no kind": LENGTH.pack(19) + b'{"do": "isolation"}',
    "a list as kind": LENGTH.pack(31) + b'{"do": "isolation", "kind": []} ',
    "a job without a payload": b"",
}


@pytest.mark.parametrize("what", NO_ORDERS)
def test_what_is_no_order_ends_that_connection_alone_and_leaves_nothing_open(host, what):
    process = psutil.Process(host.greeting["pid"])
    data = NO_ORDERS[what]
    if what == "a job without a payload":
        order = {"do": "exchange", "kind": "checking", "limits": {}, "shared": {}}
        data = LENGTH.pack(len(json.dumps(order))) + json.dumps(order).encode()
    before = process.num_fds()

    with Place.open() as place:
        stranger = place.connect(60)
    with stranger, Path(os.devnull).open("rb") as file:
        socket.send_fds(stranger, [data or b"\0"], [file.fileno()] if "payload" not in what else [])
        stranger.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionResetError):
            while stranger.recv(1 << 16):
                pass

    assert host.ask("status")[0]["pid"] == process.pid
    assert process.num_fds() <= before


def test_only_checks_are_lent(host):
    for kind in ("reading", "autograder.submissions.tasks:do", CHECKING.task):
        with Connection() as stranger, pytest.raises((EOFError, OSError)):
            stranger.ask("isolation", kind=kind)
    assert host.ask("isolation", kind="by hand")[0]["isolation"]
    assert BY_HAND != CHECKING


# The commands


def test_the_command_starts_tells_and_stops(place):
    def told(*arguments):
        result = CliRunner().invoke(cli, ["--lang", "en", "warm", *arguments])
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    assert told().startswith("No warm server runs.")
    assert told("stop") == "No warm server runs."
    assert told("start").startswith("A warm server runs (process ")
    assert f"(process {warm.status().pids[0]}," in told("status")
    assert told("stop") == "The warm server has ended."
    assert told().startswith("No warm server runs.")
    assert hosts_of(place.parent) == []


def test_a_check_that_keeps_it_warm_leaves_a_host_and_a_check_alone_does_not(
    place, course, tmp_path
):
    file = tmp_path / "slope_by_numbers.py"
    file.write_text(course.exercise("slope_by_numbers").stub("en"), encoding="utf-8")

    CliRunner().invoke(cli, ["check", str(file)])
    assert warm.status() is None
    CliRunner().invoke(cli, ["check", str(file), "--keep-warm"])
    assert warm.status().is_current
