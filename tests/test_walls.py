"""Walls on the real kernel: each stops what it is for, and is told only if it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial

import pytest
from answers import CHECKS
from strong import need_strong

from autograder.runs import End
from autograder.sandbox import ForkServer, IsolationError, Job, Limits, Tier, Wall
from autograder.sandbox.kinds import BY_HAND

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")

#: What each wall is for, as a program that says "through" if it is not stopped.
ATTEMPTS = {
    Wall.LIMITS: "import mmap; mmap.mmap(-1, 3 << 30); return 'through'",
    Wall.NO_NEW_PRIVILEGES: "import ctypes; "
    "return 'stopped' if ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 1 else 'through'",
    Wall.LANDLOCK: "open('/etc/passwd'); return 'through'",
    Wall.SECCOMP: "import socket; socket.socket(); return 'through'",
    Wall.NETWORK: "import socket; socket.if_nameindex()[1]; return 'through'",
    Wall.PROCESSES: "import os; return 'stopped' if os.getpid() == 1 else 'through'",
    Wall.SCRATCH: "for n in range(1100): open(str(n), 'w')\n    return 'through'",
    Wall.USER: "import os; return 'stopped' if os.getuid() > 10**9 else 'through'",
}
#: Walls that would stop the attempt too.
ALSO_DOWN = {Wall.NETWORK: [Wall.SECCOMP]}


#: A server with these walls down, as all kinds have them. One without torch starts in a tenth of the time.
light_server = partial(ForkServer, kind=BY_HAND)


def answer_of(server, statement, *, torch=False, **limits):
    source = f"def answer():\n    {statement}\n"
    names, limits = ("answers",), Limits(**limits)
    return server.run(Job("ex", CHECKS, source, "answer", names, "public", 1, limits, torch))


def outcome(run):
    facts = run.observations["answers"][0].facts
    return "stopped" if facts["raised"] else facts.get("returned")


@pytest.mark.parametrize("wall", ATTEMPTS, ids=lambda wall: wall.name.lower())
def test_a_wall_stops_what_gets_through_without_it(server, wall):
    if wall not in server.isolation.standing:
        pytest.skip(server.isolation.missing[wall])
    also = ALSO_DOWN.get(wall, [])
    with light_server(down=also) as up, light_server(down=[wall, *also]) as down:
        assert outcome(answer_of(up, ATTEMPTS[wall])) == "stopped"
        assert wall in down.isolation.missing
        # Without a disk of its own a child's folder is watched; not here.
        unwatched = {"files": 1 << 30, "disk": 1 << 50}
        assert outcome(answer_of(down, ATTEMPTS[wall], **unwatched)) == "through"


def test_python_still_imports_what_it_finds_on_disk(server):
    statement = "import wave, xmlrpc.client, torch.utils.data; return 'imported'"

    assert outcome(answer_of(server, statement, torch=True)) == "imported"


def test_a_file_can_be_written_and_read_in_the_scratch_folder_and_is_gone_for_the_next(server):
    write = "import os, tempfile; f = tempfile.NamedTemporaryFile('w+', delete=False); "
    write += "f.write('x'); f.seek(0); open('here', 'w').write('y'); return f.read()"

    assert outcome(answer_of(server, write)) == "x"
    assert outcome(answer_of(server, "import os; return os.listdir('.')")) == ()


def test_a_folder_that_is_no_disk_of_its_own_is_emptied_whatever_is_in_it():
    bury = (
        "import os\n    os.mkdir('closed', 0)\n    open('a\\n\\x1b[31mb', 'w')\n"
        "    for _ in range(900):\n        os.mkdir('d'); os.chdir('d')\n"
        "    return 'buried'"
    )
    with light_server(down=[Wall.SCRATCH]) as server:
        assert outcome(answer_of(server, bury)) == "buried"
        assert outcome(answer_of(server, "import os; return os.listdir('.')")) == ()


def test_a_folder_too_deep_to_name_ends_its_run_and_is_gone_for_the_next():
    bury = "import os\n    while True:\n        os.mkdir('d' * 200); os.chdir('d' * 200)"
    with light_server(down=[Wall.SCRATCH]) as server:
        assert answer_of(server, bury).end is End.FLOODED
        assert outcome(answer_of(server, "import os; return os.listdir('.')")) == ()


def test_a_folder_that_is_no_disk_of_its_own_cannot_be_overfilled():
    fill = "n = 0\n    while True:\n        open(str(n), 'w').close(); n += 1"
    with light_server(down=[Wall.SCRATCH]) as server:
        run = answer_of(server, fill, seconds=30)

    assert run.end is End.FLOODED
    assert run.seconds < 30


def test_a_server_refuses_to_go_below_its_floor():
    with (
        light_server(Tier.STANDARD, down=[Wall.LANDLOCK]) as server,
        pytest.raises(IsolationError, match="Landlock: left down for a test"),
    ):
        answer_of(server, "return 1")


def test_a_library_that_is_missing_costs_its_wall_only():
    # As on a machine without libseccomp: the import of pyseccomp raises there.
    code = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "import tempfile; from pathlib import Path\n"
        "from autograder.sandbox.isolation import Wall\n"
        "from autograder.sandbox.walls import Walls\n"
        "walls = Walls(Path(tempfile.mkdtemp()))\n"
        "walls.raise_around_server(); isolation = walls.prepare()\n"
        "print(isolation.tier.label, Wall.LANDLOCK in isolation.standing)\n"
        "print(isolation.missing[Wall.SECCOMP])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )

    assert done.stdout.splitlines() == ["process True", "Unable to find libseccomp"]


def test_the_strong_tier_grades_where_other_files_do_not_exist():
    need_strong()
    with light_server(Tier.STRONG) as server:
        assert server.isolation.tier is Tier.STRONG
        assert outcome(answer_of(server, "return 2 * 21")) == 42
        sees = "import os; return os.path.lexists('/etc/passwd')"
        assert outcome(answer_of(server, sees)) is False


def test_without_bubblewrap_the_strong_tier_is_refused_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")

    with ForkServer(Tier.STRONG) as server, pytest.raises(IsolationError, match="apt install"):
        server.start()


STEP = "def step_no_grad(W, lr):\n    pass\n"


def test_a_report_tells_the_tier_when_a_floor_was_asked_for(tmp_path, command, server):
    (tmp_path / "a.py").write_text(STEP, encoding="utf-8")
    check = ["check", "--submission", tmp_path / "a.py", "--exercise", "step_no_grad", "--json"]

    asked = command(*check, "--isolation", "process")
    unasked = command(*check)

    assert json.loads(asked.stdout)["isolation"]["tier"] == server.isolation.tier.label
    assert set(json.loads(unasked.stdout)) == {"schema", "results"}


def test_a_floor_that_is_not_to_be_had_ends_the_command_with_one_clear_line(tmp_path):
    (tmp_path / "a.py").write_text(STEP, encoding="utf-8")
    check = ["check", "--submission", str(tmp_path / "a.py"), "--exercise", "step_no_grad"]

    refused = subprocess.run(
        [sys.executable, "-m", "autograder", *check, "--isolation", "strong"],
        capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PATH": "/nowhere"},
    )  # fmt: skip

    assert refused.returncode == 3
    assert refused.stdout == ""
    assert "bubblewrap" in refused.stderr
    assert "Traceback" not in refused.stderr


READS = """
import os, sys, tempfile
from autograder.sandbox.walls import linux

file = sys.argv[1]
linux.unshare(linux.NEW_MOUNTS)
linux.make_mounts_private()
linux.forget_when_files_are_read()
before = os.stat(file).st_atime_ns
open(file).read()
print(os.stat(file).st_atime_ns - before)
"""


def test_a_file_that_a_child_reads_does_not_show_when(tmp_path):
    if os.getuid():
        pytest.skip("mounts of one's own: only root has them without namespaces of users")
    file = tmp_path / "read"
    file.write_text("x")
    os.utime(file, (1, 2))  # Never read since it was written: any reading would show.

    told = subprocess.run(
        [sys.executable, "-c", READS, str(file)], capture_output=True, text=True, check=True
    )
    assert told.stdout == "0\n"
    file.read_text()
    if file.stat().st_atime == 1:
        pytest.skip("this disk keeps no access times")
