"""A child is forked while another one works only where they are apart, and where a core is free for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from autograder.sandbox import processes
from autograder.sandbox.children import Children

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have cold processes")

#: For what share of its time each of many children waits for a core, as measured on two cores.
FREE, FREE_WITH_TWO, BUSY, BUSY_WITH_TWO = 0.01, 0.07, 0.1, 0.23


def children(*, apart=True):
    return Children(
        SimpleNamespace(part_children=apart, end_all_of_a_child=False), None, -1, lambda _: False
    )


def after(shares, *, apart=True):
    """Whether there may be two after children that waited for these *shares* of their time."""
    kept = children(apart=apart)
    for share in shares:
        kept._note_wait(share)
    return kept.may_be_two


def test_the_first_children_have_no_other_beside_them():
    assert not after([])
    assert not after([FREE])


def test_where_children_hardly_wait_for_a_core_there_may_soon_be_two():
    assert after([FREE] * 5)


def test_where_children_often_wait_there_is_one():
    assert not after([BUSY] * 50)


def test_what_a_second_one_adds_to_the_wait_is_no_reason_to_stop():
    assert after([FREE] * 5 + [FREE_WITH_TWO] * 50)


def test_where_others_take_the_cores_there_is_one_again():
    assert not after([FREE] * 20 + [BUSY_WITH_TWO] * 10)


def test_a_single_child_that_waits_long_changes_nothing_for_good():
    assert after([FREE] * 20 + [0.5] + [FREE] * 5)


def test_children_that_could_reach_each_other_are_never_two():
    assert not after([FREE] * 50, apart=False)


def test_whoever_has_not_ended_by_itself_is_ended():
    kept = children()
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    child = SimpleNamespace(pid=pid, has_shut_itself_in=lambda: True)

    status, _, shut_in = kept.end(child, SimpleNamespace(waited=1.0))

    assert os.WTERMSIG(status) == 9
    assert shut_in


#: For the programs below.
SLEEPING = """
import os, time

def sleeping():
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    return pid
"""
#: A process that has a child and then ends one of its own children, which has left a process of its own behind.
LEFT_BEHIND = """
import sys
from types import SimpleNamespace
from autograder.sandbox.children import Children
from autograder.sandbox.walls import linux

linux.adopt_orphans()

reading, writing = os.pipe()
another, waits, works = sleeping(), sleeping(), os.fork()
if works == 0:
    if os.fork() == 0:
        os.setsid()
        os.write(writing, b"%d" % sleeping())
        os._exit(0)
    time.sleep(600)
left = int(os.read(reading, 20))
kept = Children(SimpleNamespace(end_all_of_a_child=False), None, -1, lambda pid: pid == another)
kept._waiting = SimpleNamespace(pid=waits)
kept.end(SimpleNamespace(pid=works, has_shut_itself_in=lambda: True), SimpleNamespace(waited=0.0))

def lives(pid):
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False

print(*map(lives, (another, waits, works, left)))
for pid in (another, waits):
    os.kill(pid, 9)
"""


def test_the_end_of_one_ends_what_it_left_behind_and_neither_the_one_that_waits_nor_another_process():
    done = subprocess.run(
        [sys.executable, "-c", SLEEPING + LEFT_BEHIND],
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
    )

    assert (done.stdout, done.stderr) == ("True True False False\n", "")


#: What a user other than root has: the process has gone on inside a PID namespace, and /proc is of the one outside.
INSIDE = """
import sys
from types import SimpleNamespace
from autograder.sandbox import processes
from autograder.sandbox.children import Children
from autograder.sandbox.clock import Clock
from autograder.sandbox.jobs import Limits
from autograder.sandbox.walls import linux

try:
    linux.unshare(linux.NEW_PROCESSES)
except PermissionError:
    print("not here")
    sys.exit()
inside = os.fork()
if inside:
    os.waitpid(inside, 0)
    sys.exit()

another, waits, works = sleeping(), sleeping(), sleeping()
ids = [processes.shown_id(pid) for pid in (another, waits, works)]
ours = int(os.readlink("/proc/self"))
parents = [int(open(f"/proc/{one}/stat").read().rpartition(")")[2].split()[1]) for one in ids]
print(os.getpid(), len({*ids}), parents == [ours] * 3, processes.shown_id(works + 1))
print(Clock(works, Limits()).shown == ids[2])
for whole in (True, False):  # Whether all that a child has started ends with it.
    walls = SimpleNamespace(end_all_of_a_child=whole)
    kept = Children(walls, None, -1, lambda pid: pid == another)
    kept._waiting = SimpleNamespace(pid=waits)
    kept.end(SimpleNamespace(pid=works, has_shut_itself_in=lambda: True), SimpleNamespace(waited=0.0))
    print([os.waitpid(pid, os.WNOHANG) == (0, 0) for pid in (another, waits)])
    works = sleeping()
"""


def test_inside_a_pid_namespace_children_are_known_by_the_numbers_that_proc_has_for_them():
    done = subprocess.run(
        [sys.executable, "-c", SLEEPING + INSIDE],
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
    )
    if done.stdout == "not here\n":
        pytest.skip("this system gives no PID namespace")

    assert done.stderr == ""
    assert done.stdout.splitlines() == ["1 3 True None", "True", "[True, True]", "[True, True]"]


def test_a_long_list_of_children_is_read_to_its_end(monkeypatch, tmp_path):
    ids = [*range(100_000, 102_000)]
    listed = tmp_path / "children"
    listed.write_text("".join(f"{one} " for one in ids))
    monkeypatch.setattr(processes, "_LIST", listed)
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    try:
        assert processes.own_children() == ids
    finally:
        os.waitpid(pid, 0)


def test_where_none_can_be_forked_ahead_the_one_at_work_goes_on(monkeypatch):
    kept = children()

    def refused(**_):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(kept, "_forked", refused)

    kept.have_one_ahead()


def test_where_no_child_lives_until_its_order_that_is_an_error(
    monkeypatch,
):
    kept, closed = children(), []

    def dead(**_):
        return SimpleNamespace(
            pid=os.getpid(), give=lambda *_: False, close=lambda: closed.append(1)
        )

    monkeypatch.setattr(kept, "_forked", dead)
    limits = SimpleNamespace(seconds=1.0, patience=4.0)

    with pytest.raises(ChildProcessError, match="no child lives"):
        kept.set_to_work(limits, ())
    assert closed == [1, 1]
