"""A command that a warm front runs shows, does and returns what it would by itself, or is by itself."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from courses import bundled_course

from autograder import warm
from autograder.facade.courses import keep_course, open_course
from autograder.front import client, messages
from autograder.front.client import may_be_handed_over
from autograder.warm import starting
from autograder.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is kept warm elsewhere")

#: The command, and whether it imported what commands need, so that it did its work by itself.
PROGRAM = """
import sys
sys.argv[0] = "gradlings"
from autograder.front import client
client._PATIENCE = 120.0  # A busy machine is no reason here.
from autograder import cli
cli.leave = sys.exit  # So that it can be told below who did the work.
try:
    cli.main()
finally:
    print("BY ITSELF" if "click" in sys.modules else "BY A FRONT", file=sys.stderr)
"""
COMMAND = [sys.executable, "-c", PROGRAM]
LOOP = "def zero_it(W, x):\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def runtime(tmp_path_factory):
    """The private folder of a host whose fronts are ready."""
    folder = tmp_path_factory.mktemp("runtime")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        warm.keep_warm()
        yield folder
        warm.stop()


@pytest.fixture
def cold(tmp_path_factory):
    """A private folder where there is no host."""
    return tmp_path_factory.mktemp("cold")


@pytest.fixture
def home(tmp_path):
    command = [sys.executable, "-m", "autograder", "init", str(tmp_path / "home"), "--lang", "en"]
    subprocess.run(command, check=True, capture_output=True)
    return tmp_path / "home"


def run(words, runtime, folder, **more):
    options = {"cwd": folder, "capture_output": True} | more
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), **options.pop("env", {})}
    return subprocess.run([*COMMAND, *words], check=False, env=environment, **options)


def told(done):
    """What was printed beside the output, and by whom the command was run."""
    rest, _, who = done.stderr.decode().rstrip("\n").rpartition("BY ")
    return rest, who


def both_ways(words, runtime, cold, home, **more):
    """The command by a front, after it was done in the usual way in an equal folder."""
    other = home.with_name("other")
    shutil.copytree(home, other)
    usual, fronted = run(words, cold, other, **more), run(words, runtime, home, **more)
    assert told(usual)[1] == "ITSELF"
    assert told(fronted)[1] == "A FRONT", told(fronted)
    assert (fronted.returncode, fronted.stdout) == (usual.returncode, usual.stdout)
    assert told(fronted)[0] == told(usual)[0]
    return fronted


@pytest.mark.parametrize(
    "words",
    [["check", "zero_it"], ["list"], ["--lang", "hu", "hint", "zero_it"], ["check", "nothing_such"],
     ["check", "--help"], ["read", "--lang"], ["explain", "leaf"]],
    ids=" ".join,
)  # fmt: skip
def test_it_prints_and_returns_the_same(runtime, cold, home, words):
    both_ways(words, runtime, cold, home)


@pytest.mark.parametrize(
    "env",
    [{"COLUMNS": "50"}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": "1", "NO_COLOR": "1"},
     {"GRADLINGS_LANG": "hu"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}],
    ids=str,
)  # fmt: skip
def test_it_has_the_environment_of_the_command(runtime, cold, home, env):
    both_ways(["list"], runtime, cold, home, env=env)


def test_it_works_where_the_command_stands_and_with_its_umask(runtime, home):
    mine = home / "exercises/05_grad/zero_it.py"
    mine.write_text("mine = 1\n", encoding="utf-8")

    done = run(["reset", "zero_it"], runtime, home / "exercises", umask=0o077)

    assert done.returncode == 0, done.stderr
    assert told(done)[1] == "A FRONT"
    (kept,) = (
        one for one in home.rglob("*") if one.is_file() and one.read_bytes() == b"mine = 1\n"
    )
    assert kept.stat().st_mode & 0o077 == 0


def test_its_verdicts_are_noted(runtime, home):
    program = Path(__file__).parent.parent / "solutions/05_grad/zero_it/reference.py"
    shutil.copy(program, home / "exercises/05_grad/zero_it.py")

    assert run(["check", "zero_it"], runtime, home).returncode == 0
    assert Workspace.find(home).progress_file.load().passed("zero_it")


def test_it_has_the_terminal_of_the_command(runtime, home):
    ours, theirs = pty.openpty()
    done = run(
        ["list"], runtime, home, capture_output=False, stdin=theirs, stdout=theirs, stderr=theirs,
        env={"TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while b"BY " not in shown.rpartition(b"\n")[0]:
        shown += os.read(ours, 1 << 16)
    os.close(ours)

    assert done.returncode == 0
    assert b"BY A FRONT" in shown
    assert b"\x1b[" in shown


def looping(runtime, home):
    """A check that goes on for long, and the front that runs it."""
    (home / "exercises/05_grad/zero_it.py").write_text(LOOP, encoding="utf-8")
    known = set(fronts_of(runtime))
    command = subprocess.Popen(
        [*COMMAND, "check", "zero_it"],
        cwd=home,
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not (new := set(fronts_of(runtime)) - known):
        assert command.poll() is None, command.communicate()
        time.sleep(0.01)
    front = new.pop()
    while front.num_threads() < 2:  # It has begun once it heeds signals.
        time.sleep(0.01)
    return command, front


def fronts_of(runtime):
    for process in psutil.process_iter(["cmdline", "environ"]):
        is_it = "autograder.cli.fronts" in (process.info["cmdline"] or ())
        if is_it and process.info["environ"].get("XDG_RUNTIME_DIR") == str(runtime):
            yield from process.children()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_to_the_command_ends_its_front(runtime, home, sent, code):
    command, front = looping(runtime, home)

    command.send_signal(sent)

    _, said = command.communicate(timeout=120)
    assert command.returncode == code, said
    front.wait(60)


def test_a_command_that_is_killed_leaves_no_front(runtime, home):
    command, front = looping(runtime, home)

    command.kill()
    command.communicate()

    front.wait(60)


def test_a_front_that_is_killed_is_an_error_and_no_verdict(runtime, home):
    command, front = looping(runtime, home)

    front.kill()

    _, said = command.communicate(timeout=120)
    assert command.returncode == 3
    assert b"has ended" in said
    assert b"gradlings warm stop" in said


def test_a_front_of_another_version_runs_nothing(cold, home, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(cold))
    monkeypatch.setattr(starting, "digest", lambda: "of another version")
    warm.keep_warm()

    done = run(["list"], cold, home)

    warm.stop()
    assert done.returncode == 0
    assert told(done)[1] == "ITSELF"


# Other users


NOBODY = 65_534
only_root_can_be_others = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can be others"
)


def as_another_user(path):
    """What another user gets who goes to the socket at *path* with an order, and waits for a word."""
    order = client._order(["list"]) | {"streams": [("utf-8", "strict", True)] * 3}
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writing, answer_at(path, order))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        answer = told.read()
    os.waitpid(pid, 0)
    return answer


def answer_at(path, order):
    here = os.open("/", os.O_PATH)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
            messages.send(connection, order, [0, 1, 2, here])
            return connection.recv(1000) or b"closed"
        except PermissionError:
            return b"no entry"
        except OSError:  # The other end was closed before all was sent.
            return b"closed"


@only_root_can_be_others
def test_another_user_can_not_reach_a_front(runtime):
    (path,) = runtime.glob("gradlings/*.front")

    assert as_another_user(path) == b"no entry"


@only_root_can_be_others
def test_another_user_who_is_let_in_gets_no_word_of_a_front(runtime, home):
    (path,) = runtime.glob("gradlings/*.front")
    folders = [path.parent, *(one for one in path.parents if one.stat().st_mode & 0o007 == 0)]
    modes = {one: one.stat().st_mode for one in (*folders, path)}
    for one in modes:
        one.chmod(0o777)
    try:
        assert as_another_user(path) == b"closed"
    finally:
        for one, mode in modes.items():
            one.chmod(mode)
    assert told(run(["list"], runtime, home))[1] == "A FRONT"


def test_without_an_output_the_command_does_it_by_itself(runtime, home):
    shell = 'exec "$@" >&-'
    done = subprocess.run(
        ["/bin/sh", "-c", shell, "sh", *COMMAND, "list"],
        cwd=home, env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)}, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip

    assert told(done)[1] == "ITSELF"
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("line", "environment"),
    [("", {}), ("watch", {}), ("grade a b", {}), ("web", {}), ("classroom", {}), ("--version", {}),
     ("--lang check", {}), ("quiz", {}), ("warm stop", {}), ("check", {"PYTHONPATH": "mine"}),
     ("check", {"PYTHONWARNINGS": "error"}), ("check", {"_GRADLINGS_COMPLETE": "bash_complete"})],
)  # fmt: skip
def test_what_is_not_handed_over(line, environment):
    assert not may_be_handed_over(line.split(), environment)


@pytest.mark.parametrize(
    "line", ["check", "--lang hu check", "--course=mine list", "hint zero_it", "check a --json"]
)
def test_what_is_handed_over(line, monkeypatch):
    monkeypatch.setattr(sys, "warnoptions", [])

    assert may_be_handed_over(line.split(), {"PYTHONUTF8": "1", "HOME": "/home/me"})


def test_a_kept_course_is_read_again_once_a_file_of_it_has_changed(tmp_path):
    path = tmp_path / "course"
    shutil.copytree(bundled_course().path, path)
    kept = keep_course(path)
    assert open_course(path) is kept

    sheet = path / "05_grad/zero_it/exercise.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("The forgotten broom", "The broom"), encoding="utf-8")

    assert open_course(path).exercise("zero_it").sheet.title["en"] == "The broom"
