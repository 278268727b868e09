"""
As on macOS and Windows, which have no warm server: a fresh process for each check.

These systems can't be had here. ``lacking.py`` takes away from Python what they lack, in our
processes and in those that they start; the rest, pipes, processes and clocks, is real.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from lacking import MACOS, WINDOWS, environment

from autograder.content import bundled_course_path
from autograder.runs import End
from autograder.sandbox import ColdProcess, Isolation, Job, Limits, SandboxError, Wall, opening
from autograder.sandbox.kinds import BY_HAND
from autograder.sandbox.surroundings import environment as environment_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they are simulated on Linux")

SYSTEMS = {"win32": WINDOWS, "darwin": MACOS}
HEAD = "import os, sys, tempfile, time\ndef chain_by_hand(w, b, x, y):\n    r = w * x + b - y\n"
RIGHT = HEAD + "    return 2 * r * x, 2 * r\n"
SOURCES = {
    "right": RIGHT,
    "wrong": HEAD + "    return 2 * r, 2 * r * x\n",
    "endless": HEAD + "    while True: pass\n",
    "exits": HEAD + "    os._exit(3)\n",
    "aborts": HEAD + "    os.abort()\n",
    "prints": HEAD + "    print('x' * 100_000)\n    return 2 * r * x, 2 * r\n",
    "floods": HEAD + "    for fd in range(3, 64):\n        try:\n            while True: os.write(fd, b'x' * 65536)\n"
    "        except OSError: pass\n    os._exit(0)\n",
    "litters": HEAD + "    open(os.path.join(tempfile.mkdtemp(), 'litter'), 'w').close()\n"
    "    open(tempfile.mkstemp()[1], 'w').close()\n"
    "    open(os.path.expanduser('~/litter'), 'w').close()\n    open('litter', 'w').close()\n"
    "    os.makedirs('deep/er', exist_ok=True)\n    os.chmod('deep', 0o500)\n    return 2 * r * x, 2 * r\n",
    "fills": HEAD + "    for n in range(4): open(str(n), 'wb').write(b'x' * (12 << 20))\n    time.sleep(600)\n",
    "right again": RIGHT,
}  # fmt: skip


@pytest.fixture(scope="module", params=["win32", pytest.param("darwin", marks=pytest.mark.nightly)])
def system(request, tmp_path_factory):
    """Runs programs of ours as on that system; temporary files are in a folder of its own."""
    folder = tmp_path_factory.mktemp(request.param)
    python = environment(folder, platform=request.param, without=SYSTEMS[request.param])
    temporary = folder / "temporary"
    temporary.mkdir()

    def run(*arguments, **options):
        surroundings = {
            **os.environ,
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(Path(__file__).parent),
        }
        command = [python, "-m", *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, check=False, env=surroundings, **options
        )

    run.temporary = temporary
    return run


@pytest.fixture(scope="module")
def told(system):
    """What is told of each source, one graded after the other as a learner saves them."""
    asked = json.dumps({"exercise": "chain_by_hand", "sources": SOURCES})
    ended = system("lacking_session", input=asked.encode())
    assert ended.returncode == 0, ended.stderr.decode()
    return {line["name"]: line for line in map(json.loads, ended.stdout.splitlines())}


def message(told, name):
    return " ".join(check["message"] for check in told[name]["checks"])


def test_right_and_wrong_are_told_apart_and_named(told):
    assert told["right"]["outcome"] == "passed"
    assert told["wrong"]["outcome"] == "failed"
    assert told["right again"]["outcome"] == "passed"


def test_an_endless_loop_is_told_as_one(told):
    assert told["endless"]["outcome"] == "timeout"
    assert "still running after 2 seconds" in message(told, "endless")


@pytest.mark.parametrize(("name", "how"), [("exits", "exit status 3"), ("aborts", "SIGABRT")])
def test_a_process_that_dies_is_told_by_how(told, name, how):
    assert told[name]["outcome"] == "errored"
    assert how in message(told, name)


def test_what_prints_much_is_right_and_what_floods_is_not(told):
    assert told["prints"]["outcome"] == "passed"
    assert told["floods"]["score"] == 0
    assert "more output" in message(told, "floods") or "not" in message(told, "floods")


def test_what_fills_the_disk_is_ended(told):
    assert told["fills"]["score"] == 0
    assert told["fills"]["outcome"] == "errored"


def test_what_is_left_in_the_temporary_folder_goes(told):
    """But for the folder of the process that waits for the next program, and it is empty."""
    assert told["litters"]["outcome"] == "passed"
    for name in SOURCES:
        ours = [path for path in told[name]["left"] if not path.startswith("lacking-")]
        assert len(ours) == 1
    assert [p for p in told["closed"]["left"] if not p.startswith("lacking-")] == []


def test_no_process_is_used_for_two(told):
    waiting = [pid for name in SOURCES for pid in told[name]["pids"]]

    assert len(waiting) == len(set(waiting)) == len(SOURCES)


def test_no_process_is_left(told):
    for name in SOURCES:
        for pid in told[name]["pids"]:
            assert not Path(f"/proc/{pid}").exists()


def test_the_command_line_grades_a_file(system, tmp_path):
    answer = tmp_path / "answer.py"
    answer.write_text(RIGHT)

    seen = system(
        "autograder", "check", "--submission", answer, "--exercise", "chain_by_hand",
        "--isolation", "process", "--json",
    )  # fmt: skip

    report = json.loads(seen.stdout)
    assert (seen.returncode, report["results"][0]["outcome"]) == (0, "passed"), seen.stderr
    assert report["isolation"]["tier"] == "process"
    assert [*system.temporary.glob("gradlings-*")] == []


# -- one process ---------------------------------------------------------------------------------

CHECKS = """
from autograder.probing import watching


def doubles(submission, case):
    with watching() as seen:
        seen.returned(submission.double(case.uniform(-3, 3)))
    return seen
"""


def job(*lines, **limits):
    source = "import os, sys, time\ndef double(x):\n" + "".join(f"    {line}\n" for line in lines)
    limits = Limits(**{"seconds": 5.0, **limits})
    return Job("ex", CHECKS, source, "double", ("doubles",), "public", 2, limits, torch=False)


@pytest.fixture
def cold():
    with ColdProcess(kind=BY_HAND) as cold:
        yield cold


def test_importing_is_none_of_the_jobs_time(cold):
    """Nor is preparing: a check whose text takes seconds to load leaves the program its own."""
    slow = "import time\ntime.sleep(1.5)\n" + CHECKS
    honest = job("return 2 * x", seconds=0.3)
    seen = cold.run(Job(**{**{f: getattr(honest, f) for f in honest.__slots__}, "checks": slow}))

    assert seen.end is End.DONE
    assert seen.seconds < 1.5


def test_a_loop_and_a_sleep_end_by_the_clock_of_the_job(cold):
    assert cold.run(job("while True: pass", seconds=0.3)).end is End.TIMEOUT
    assert cold.run(job("time.sleep(600)", seconds=0.2)).end is End.TIMEOUT


@pytest.mark.parametrize("counted", [True, False])
def test_a_loop_ends_where_the_system_keeps_no_clock_of_a_process(cold, monkeypatch, counted):
    monkeypatch.setattr("autograder.sandbox.clock._exact", lambda pid: None)
    if not counted:
        monkeypatch.setattr("autograder.sandbox.clock._counted", lambda pid: None)

    assert cold.run(job("while True: pass", seconds=0.3)).end is End.TIMEOUT


def test_ended_by_its_own_limit_it_is_out_of_time_as_well(cold, monkeypatch):
    """Where nobody can read its clock, the kernel's limit may be sooner than our patience."""
    monkeypatch.setattr("autograder.sandbox.clock._exact", lambda pid: None)
    monkeypatch.setattr("autograder.sandbox.clock._counted", lambda pid: None)
    kills = job("time.sleep(0.3)", "os.kill(os.getpid(), 9)", seconds=0.2)

    assert cold.run(kills).end is End.TIMEOUT


def test_one_that_kills_itself_at_once_has_crashed(cold):
    seen = cold.run(job("os.kill(os.getpid(), 9)"))

    assert (seen.end, seen.stops["doubles"].detail) == (End.CRASHED, "SIGKILL")


@pytest.mark.parametrize(
    ("status", "word"),
    [(0, ""), (None, ""), (3, "exit status 3"), (-11, "SIGSEGV"), (0xC0000005, "access violation"),
     (0xC0000005 - (1 << 32), "access violation"), (0xC00000FD, "stack overflow")],
)  # fmt: skip
def test_how_a_process_ended_is_told_in_words(status, word):
    from autograder.sandbox.spare import _how_it_ended

    if status is not None and status < -64:
        status &= 0xFFFF_FFFF
    assert _how_it_ended(status) == word


def test_what_it_started_ends_with_it(cold, tmp_path):
    mark = tmp_path / "pid"
    starts = job(
        "if os.fork() == 0:", f"    open({str(mark)!r}, 'w').write(str(os.getpid()))",
        "    time.sleep(600)", f"while not os.path.exists({str(mark)!r}): time.sleep(0.01)",
        f"while not open({str(mark)!r}).read(): time.sleep(0.01)", "return 2 * x",
    )  # fmt: skip
    cold.run(starts)

    state = Path(f"/proc/{mark.read_text()}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_spare_that_somebody_ended_is_replaced(cold):
    cold.start()
    (waiting,) = cold.pids
    os.kill(waiting, signal.SIGKILL)

    assert cold.run(job("return 2 * x")).end is End.DONE


def test_one_that_has_settled_has_a_process_that_waits_and_loses_nothing_by_it(cold):
    before = cold.run(job("return 2 * x")).observations
    cold.settle()
    waiting = cold.pids

    assert cold.run(job("return 2 * x")).observations == before
    assert not {*waiting} & {*cold.pids}


def test_several_plain_jobs_share_a_process_and_others_get_none_there(cold):
    plain = replace(job("return 2 * x"), source="def double(x):\n    return 2 * x\n")
    wrong = replace(plain, source="def double(x):\n    return 3 * x\n")

    first, second, third = cold.run_together([plain, job("return 2 * x"), wrong])

    assert second is None  # it imports os
    assert first.observations == cold.run(plain).observations
    assert third.observations == cold.run(wrong).observations


def test_what_cannot_start_is_ours_to_answer_for(cold, monkeypatch, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(broken))

    with pytest.raises(SandboxError, match="did not start"):
        cold.run(job("return 2 * x"))


def test_a_spare_and_its_folder_go_with_a_grader_that_is_killed(tmp_path):
    waits = (
        "import sys, time\nfrom autograder.sandbox import ColdProcess\n"
        "from autograder.sandbox.kinds import BY_HAND\ncold = ColdProcess(kind=BY_HAND)\n"
        "cold.start()\nprint(*cold.pids, flush=True)\ntime.sleep(600)\n"
    )
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", waits], stdout=subprocess.PIPE, env=surroundings
    ) as grader:
        pid = int(grader.stdout.readline())
        watched = os.pidfd_open(pid)
        grader.kill()
    import select

    assert select.select([watched], [], [], 60)[0]
    os.close(watched)
    assert [*tmp_path.iterdir()] == []


def test_a_child_finds_what_its_python_needs_and_no_secret(cold, monkeypatch):
    monkeypatch.setenv("SYSTEMROOT", r"C:\Windows")
    monkeypatch.setenv("GRADLINGS_SECRET", "s3cr3t")
    cold.close()
    seen = cold.run(job("return sorted(f'{k}={v}' for k, v in os.environ.items())"))
    found = dict(line.split("=", 1) for line in seen.observations["doubles"][0].facts["returned"])

    assert found["SYSTEMROOT"] == r"C:\Windows"
    assert found["PATH"] == os.environ["PATH"]
    homes = {found[name] for name in ("HOME", "USERPROFILE", "TEMP", "TMP", "TMPDIR", "APPDATA")}
    assert len(homes) == 1
    assert homes != {str(Path.home())}
    assert not any("s3cr3t" in value for value in found.values())


@pytest.mark.parametrize("warm", [True, False])
def test_what_was_installed_for_the_user_alone_is_found_from_another_home(monkeypatch, warm):
    monkeypatch.setattr("site.ENABLE_USER_SITE", True)
    monkeypatch.setattr("site.USER_BASE", "/home/anna/.local")

    assert environment_of(warm=warm)["PYTHONUSERBASE"] == "/home/anna/.local"


def test_why_there_are_no_walls_is_said_once(monkeypatch):
    isolation = ColdProcess.isolation

    ((walls, why),) = isolation.lacking

    assert list(walls) == list(Wall)
    assert "Linux" in why
    assert isolation.summary() == "process: no walls"


def test_walls_that_are_missing_for_one_reason_stand_together():
    isolation = Isolation(
        {Wall.LIMITS: ""},
        {Wall.USER: "only root", Wall.LANDLOCK: "old kernel", Wall.SECCOMP: "old kernel"},
    )

    assert isolation.lacking == [
        ((Wall.LANDLOCK, Wall.SECCOMP), "old kernel"),
        ((Wall.USER,), "only root"),
    ]


def test_one_runner_serves_all_kinds_where_there_is_no_fork(monkeypatch):
    monkeypatch.setattr(opening, "_is_warm", lambda: False)
    with opening.open_runner() as runner:
        assert runner.run(job("return 2 * x")).end is End.DONE
        assert len(runner.pids) == 1
        assert "fresh process" in runner.way
    assert not runner.pids


# -- what else differs there ---------------------------------------------------------------------


def gradlings(*arguments, **surroundings):
    return subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, arguments)],
        capture_output=True, check=False, env={**os.environ, **surroundings},
    )  # fmt: skip


@pytest.mark.nightly
@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "ascii", "utf-8", "cp437"])
def test_json_is_whole_in_a_pipe_of_any_encoding(tmp_path, encoding):
    answer = tmp_path / "answer.py"
    answer.write_text("def chain_by_hand(w, b, x, y):\n    return 'ő' + 1\n", encoding="utf-8")

    seen = gradlings(
        "--lang", "hu", "check", "--submission", answer, "--exercise", "chain_by_hand", "--json",
        PYTHONIOENCODING=encoding, PYTHONUTF8="0",
    )  # fmt: skip

    texts = [json.loads(seen.stdout.decode(how)) for how in ("utf-8", encoding)]
    assert texts[0] == texts[1]
    said = " ".join(check["message"] for check in texts[0]["results"][0]["checks"])
    assert "ű" in said or "ő" in said
    assert "?" not in json.dumps(texts[0]["results"][0]["exercise"])


@pytest.fixture(params=["NFC", "NFD"])
def accented(request, tmp_path):
    """A course with an exercise ``gyök``, on a disk that spells it so."""
    course = tmp_path / "course"
    for name in ("misconceptions.yaml", "errors.yaml", "concepts.yaml"):
        text = (bundled_course_path() / name).read_text(encoding="utf-8")
        course.mkdir(exist_ok=True)
        (course / name).write_text(text, encoding="utf-8")
    exercise = next(bundled_course_path().glob("*/chain_by_hand"))
    chapter = course / exercise.parent.name
    folder = chapter / unicodedata.normalize(request.param, "gyök")
    folder.mkdir(parents=True)
    for path in exercise.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    (chapter / "chapter.yaml").write_bytes((exercise.parent / "chapter.yaml").read_bytes())
    sheet = (folder / "exercise.yaml").read_text(encoding="utf-8")
    if "\nfunction:" not in sheet:
        (folder / "exercise.yaml").write_text(sheet + "function: chain_by_hand\n", encoding="utf-8")
    programs = bundled_course_path().parent / "solutions" / exercise.parent.name / exercise.name
    shutil.copytree(programs, tmp_path / "solutions" / exercise.parent.name / folder.name)
    return course


@pytest.mark.by_day(1)
@pytest.mark.parametrize(("typed", "of_the_copy"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_an_exercise_is_found_however_disk_and_keyboard_spell_it(
    accented, tmp_path, typed, of_the_copy
):
    copy = tmp_path / "copy"
    # What a case draws depends on the id, so the exercise needs a key of its own.
    for command in (["lock", unicodedata.normalize(typed, "gyök")], ["init", copy]):
        done = gradlings("--course", accented, *command)
        assert done.returncode == 0, done.stderr.decode()
    (file,) = copy.glob("exercises/*/gy*k.py")
    file.unlink()
    name = unicodedata.normalize(of_the_copy, "gyök.py")
    file.with_name(name).write_text(RIGHT, encoding="utf-8")

    seen = subprocess.run(
        [sys.executable, "-m", "autograder", "check", unicodedata.normalize(typed, "gyök"), "--json"],
        capture_output=True, check=False, cwd=copy,
    )  # fmt: skip

    assert seen.returncode in (0, 1), seen.stderr.decode()
    (result,) = json.loads(seen.stdout)["results"]
    assert result["exercise"] == unicodedata.normalize("NFC", "gyök")
    assert result["outcome"] == "passed"
