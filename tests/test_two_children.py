"""One child works while the next one, forked ahead, waits: neither sees the other, or anything it leaves."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.runs import End
from autograder.sandbox import ForkServer, Job, Limits, Wall
from autograder.sandbox.kinds import BY_HAND

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have cold processes")

CHECKS = """
from autograder.probing import watching


def tells(submission, case):
    with watching() as seen:
        seen.returned(submission.tell())
    return seen
"""
#: A server that takes it that a core is always free, however busy this machine is.
ALWAYS_TWO = """
import json, sys
from autograder.sandbox import children, server

children.Children.may_be_two = property(lambda self: self._walls.part_children)
server._start(json.loads(sys.argv[1]))
"""


class AlwaysTwo(ForkServer):
    def _command(self, control: int, scratch: Path) -> list[str]:
        return [sys.executable, "-c", ALWAYS_TWO, super()._command(control, scratch)[-1]]


@pytest.fixture(scope="module")
def two():
    with AlwaysTwo(kind=BY_HAND) as server:
        if not {Wall.PROCESSES, Wall.SECCOMP, Wall.LANDLOCK} <= {*server.isolation.standing}:
            pytest.skip("children are not apart here")
        yield server


def children(server):
    """The server's children, which have a child each if it has a successor to wait for; oldest first."""
    return Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()


def lives(pid):
    """Whether a process has neither ended nor is about to be waited for by whoever adopted it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def job(*lines, seconds=20.0):
    source = "def tell():\n" + "".join(f"    {line}\n" for line in lines)
    return Job(
        "ex", CHECKS, source, "tell", ("tells",), "public", 1, Limits(seconds=seconds), torch=False
    )


def told(server, *lines, **limits):
    """What a program of these *lines* returns, as the grader sees it."""
    run = server.run(job(*lines, **limits))
    assert run.end is End.DONE, run
    return run.observations["tells"][0].facts["returned"]


def of_two(server, works):
    """The one that works and the one that waits, by their numbers; none before was left when *works* began."""
    while len(both := children(server)) < 2:
        assert not works.done(), "there was no other one"
        threading.Event().wait(0.01)
    return both


WAITS = "import time; time.sleep(0.5)"


def test_while_one_works_another_one_waits_and_is_the_next(two):
    two.run(job("return 1"))
    two.get_ready()
    with ThreadPoolExecutor(1) as threads:
        works = threads.submit(two.run, job(WAITS, "return 1"))
        both = of_two(two, works)
        assert works.result(60).end is End.DONE
    two.get_ready()

    assert children(two) == both[1:]


def test_each_is_the_first_process_that_it_knows_of(two):
    assert told(two, "import os", WAITS, "return 10 * os.getpid() + os.getppid()") == 10


@pytest.mark.parametrize("victim", ["2", "-1", "0"])
def test_whoever_works_can_end_nobody_else(two, victim):
    attack = (
        "import os",
        WAITS,
        "try:",
        f"    os.kill({victim}, 9)",
        "except OSError:",
        "    return 1",
        "return 2",
    )

    before = told(two, "return 0")
    two.get_ready()
    with ThreadPoolExecutor(1) as threads:
        works = threads.submit(told, two, *attack)
        both = of_two(two, works)
        assert works.result(60) == before + 1
    two.get_ready()

    assert children(two) == both[1:], "it lives, and is the next one"
    assert told(two, "return 3") == before + 3


def test_the_next_one_has_a_place_of_its_own_with_nothing_in_it(two):
    lines = (
        "import os", "here = os.getcwd()", "found = sorted(os.listdir(here))",
        "open('message', 'w').write('for you')", "open(os.path.join(here, 'another'), 'w').write('x')",
        WAITS, "return len(found)",
    )  # fmt: skip

    assert [told(two, *lines) for _ in range(3)] == [told(two, "return 0")] * 3


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (("while True: pass",), End.TIMEOUT),
        (("import os", "os._exit(0)"), End.CRASHED),
        (("import os", "os._exit(71)"), End.CRASHED),
        (("import ctypes", "ctypes.string_at(0)"), End.CRASHED),
    ],
)
def test_however_one_ends_the_next_one_is_graded(two, lines, end):
    run = two.run(job(*lines, seconds=0.5))
    assert run.end is end

    assert told(two, "return 5") == 5


def test_what_has_to_be_loaded_for_the_next_one_is_there(two):
    """The one that was forked ahead is let go, for it lacks that."""
    two.run(job(WAITS, "return 1"))
    other = job("return 1")
    other = Job(
        "other",
        CHECKS.replace("tells", "says"),
        other.source,
        "tell",
        ("says",),
        "public",
        1,
        torch=False,
    )

    assert [*two.run(other).observations] == ["says"]


def test_nobody_is_left_when_the_server_is_closed():
    with AlwaysTwo(kind=BY_HAND) as server:
        for _ in range(3):
            server.run(job(WAITS, "return 1"))
        server.get_ready()
        waiting = children(server)

    assert waiting
    until = time.monotonic() + 60
    while any(map(lives, waiting)):
        assert time.monotonic() < until
        threading.Event().wait(0.01)


def test_children_without_a_wall_between_them_are_never_two():
    with AlwaysTwo(kind=BY_HAND, down=[Wall.PROCESSES]) as server, ThreadPoolExecutor(1) as threads:
        server.run(job("return 1"))
        server.get_ready()
        works = threads.submit(server.run, job(WAITS, "return 1"))
        most = 0
        while not works.done():
            most = max(most, len(children(server)))
        assert works.result(60).end is End.DONE

    assert most == 1


#: Several programs, one after the other, while the rest is imported and afterwards.
AS_ANOTHER_USER = """
import os, sys
from autograder.sandbox import ForkServer, Wall
from autograder.sandbox.kinds import BY_HAND, CHECKING
from test_two_children import WAITS, AlwaysTwo, job, told
from dataclasses import replace

print(os.getuid())
for kind, server in ((BY_HAND, AlwaysTwo(kind=BY_HAND)), (CHECKING, AlwaysTwo(kind=CHECKING))):
    with server:
        print(Wall.PROCESSES in server.isolation.standing)
        torch = kind is CHECKING
        runs = [server.run(replace(job(WAITS, f"return {n}"), torch=torch)) for n in range(8)]
        print(*[int(run.observations["tells"][0].facts["returned"]) for run in runs])
"""


def test_a_user_other_than_root_has_two_children_too_and_a_successor():
    """Their server goes on inside a PID namespace, and /proc is of the one outside."""
    done = subprocess.run(
        ["unshare", "--user", "--map-user=1234", "--map-group=1234", sys.executable, "-c", AS_ANOTHER_USER],
        check=False, capture_output=True, text=True, timeout=100, cwd=Path(__file__).parent,
    )  # fmt: skip
    if done.returncode and "unshare" in done.stderr:
        pytest.skip("this system lets nobody be another user")

    assert done.stderr == ""
    assert done.stdout.splitlines() == ["1234", *["True", "0 1 2 3 4 5 6 7"] * 2]
