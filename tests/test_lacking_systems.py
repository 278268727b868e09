"""Where kernel, container or Python lack what we use: the same answers, told, and nobody blamed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest
from lacking import environment

from autograder.runs import End
from autograder.sandbox import ForkServer, Job, Limits, Tier, Wall, processes
from autograder.sandbox.ends import Ends
from autograder.sandbox.kinds import BY_HAND

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have cold processes")

CHECKS = """
from autograder.probing import watching


def doubles(submission, case):
    with watching() as seen:
        seen.returned(submission.double(case.uniform(-3, 3)))
    return seen
"""
RIGHT = "def double(x): return 2 * x\n"
#: What is taken away, and what is told of it.
CONDITIONS = {
    "conda's Python": (
        {"without": ["os.pidfd_open", "os.memfd_create", "fcntl.F_ADD_SEALS"]},
        {"pidfd": "by a system call of our own", "memfd": "files without a name"},
    ),
    "an old kernel": (
        {"refused": {"pidfd_open": "ENOSYS"}},
        {"pidfd": "Function not implemented: ends of checks are looked for"},
    ),
    "a container's filter": (
        {"refused": {"pidfd_open": "EPERM", "memfd_create": "EPERM"}},
        {"pidfd": "Operation not permitted: ends of checks are looked for", "memfd": "Operation"},
    ),
    "an old Python on an old kernel": (
        {"without": ["os.pidfd_open"], "refused": {"pidfd_open": "ENOSYS"}},
        {"pidfd": "ends of checks are looked for"},
    ),
    "a memory file that can't be sealed": (
        {"refused": {"fcntl:1=1033": "EPERM"}},
        {"memfd": "Operation not permitted: files without a name"},
    ),
    "no clocks of processes": (
        {"without": ["time.clock_gettime"]},
        {"CPU clock of a process": "the system's accounts"},
    ),
    "no say over processes": (
        {"refused": {"prctl:0=36": "EPERM", "prctl:0=1": "EPERM"}},
        {"subreaper": "Operation not permitted"},
    ),
}


@pytest.fixture(scope="module", params=CONDITIONS.values(), ids=CONDITIONS)
def lacking(request, tmp_path_factory):
    """A warm server that lacks something, and what it has to tell."""
    options, told = request.param
    with ForkServer(kind=BY_HAND) as server:
        with pytest.MonkeyPatch.context() as patch:
            python = environment(tmp_path_factory.mktemp("lacks"), **options)
            patch.setattr(sys, "executable", python)
            server.start()
        yield server, told


def run(server, source, **limits):
    limits = Limits(**{"seconds": 5.0, **limits})
    return server.run(
        Job("ex", CHECKS, source, "double", ("doubles",), "public", 2, limits, torch=False)
    )


@pytest.mark.by_day(1)
def test_what_is_used_instead_is_told(lacking):
    server, told = lacking

    isolation = server.isolation

    assert set(isolation.instead) == set(told)
    for name, part in told.items():
        assert part in isolation.instead[name]
        assert f"no {name} (" in isolation.summary()


@pytest.mark.by_day(1)
def test_walls_stand_all_the_same(lacking):
    with ForkServer(kind=BY_HAND) as sound:
        assert lacking[0].isolation.standing == sound.isolation.standing


@pytest.mark.by_day(1)
def test_every_kind_of_end_is_told_as_what_it_is(lacking):
    server, _ = lacking
    loop = "def double(x):\n    while True: pass\n"
    leaves = "import os\ndef double(x): os._exit(3)\n"

    ends = [run(server, source, seconds=0.5) for source in (RIGHT, loop, leaves, RIGHT)]

    assert [seen.end for seen in ends] == [End.DONE, End.TIMEOUT, End.CRASHED, End.DONE]
    assert ends[2].stops["doubles"].detail == "exit status 3"
    assert len(ends[3].observations["doubles"]) == 2


@pytest.mark.by_day(1)
def test_who_only_sleeps_ends_as_well(lacking):
    sleeps = "import time\ndef double(x): time.sleep(600)\n"

    assert run(lacking[0], sleeps, seconds=0.2).end is End.TIMEOUT


REFUSED_WALLS = {
    Wall.NO_NEW_PRIVILEGES: {"prctl:0=38": "EPERM"},
    Wall.LIMITS: {"prlimit64": "EPERM"},
}


@pytest.mark.by_day(1)
@pytest.mark.parametrize(("wall", "refused"), REFUSED_WALLS.items(), ids=lambda value: str(value))
def test_a_wall_that_cannot_be_raised_costs_that_wall_alone(tmp_path, monkeypatch, wall, refused):
    with ForkServer(kind=BY_HAND) as sound:
        standing = set(sound.isolation.standing)
    monkeypatch.setattr(sys, "executable", environment(tmp_path, refused=refused))
    with ForkServer(kind=BY_HAND) as server:
        assert run(server, RIGHT).end is End.DONE

        assert server.isolation.tier is Tier.PROCESS
        # Without the right to gain no privileges, the kernel lets nobody but root shut itself in.
        assert standing - set(server.isolation.standing) <= {wall, Wall.LANDLOCK, Wall.SECCOMP}
        assert "not permitted" in server.isolation.missing[wall]


@pytest.mark.by_day(1)
@pytest.mark.parametrize("error", ["ENOSYS", "EPERM"])
def test_a_check_from_the_command_line_passes_and_says_what_is_in_use(tmp_path, error):
    answer = tmp_path / "answer.py"
    answer.write_text(
        "def chain_by_hand(w, b, x, y):\n    r = w * x + b - y\n    return 2 * r * x, 2 * r\n"
    )
    python = environment(tmp_path, refused={"pidfd_open": error})
    command = [
        "check",
        "--submission",
        answer,
        "--exercise",
        "chain_by_hand",
        "--isolation",
        "process",
    ]

    seen = subprocess.run(
        [python, "-m", "autograder", *command, "--json"], capture_output=True, check=False
    )

    report = json.loads(seen.stdout)
    assert (seen.returncode, report["results"][0]["outcome"]) == (0, "passed")
    assert "ends of checks are looked for" in report["isolation"]["instead"]["pidfd"]


def test_an_end_is_found_by_looking_and_left_to_be_waited_for(monkeypatch):
    monkeypatch.delattr(os, "pidfd_open")
    monkeypatch.setattr("autograder.sandbox.walls.linux.pidfd_open", _refused)
    ends = Ends()
    reading, writing = os.pipe()
    control, word = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(writing)
        os.read(reading, 1)
        os._exit(5)
    try:
        with ends.of(pid) as end:
            assert not end.or_word(control, 0.05)
            os.write(word, b"x")
            assert end.or_word(control, 60)
            os.read(control, 1)
            os.close(writing)
            assert end.or_word(control, 60)
            assert end.or_word(control, 60)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 5
    finally:
        for descriptor in (reading, control, word):
            os.close(descriptor)
    assert "ends of checks are looked for" in ends.instead


def test_an_end_is_found_where_no_descriptor_is_left(monkeypatch):
    ends = Ends()
    monkeypatch.setattr(os, "pidfd_open", _refused)
    control, word = os.pipe()
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    with ends.of(pid) as end:
        assert end.or_word(control, 60)
    os.waitpid(pid, 0)
    os.close(control)
    os.close(word)


def _refused(pid, flags=0):
    raise OSError(24, "Too many open files")


def test_children_are_found_where_the_kernel_lists_none(monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "_LIST", tmp_path / "not there")
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    try:
        assert pid in processes.own_children()
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
