"""Copies of a server that has imported torch: each is as shut in, and as alone, as a server of its own."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import psutil
import pytest
from answers import CHECKS

from autograder.runs import End
from autograder.sandbox import (
    ForkServer,
    Job,
    Limits,
    Original,
    Tier,
    Wall,
    open_original,
    open_runner,
)
from autograder.sandbox.copies import Copy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no warm server elsewhere")

FIVE = "def answer():\n    return 5\n"
ENDLESS = "def answer():\n    while True: pass\n"


def run_of(server, source, seconds=5.0):
    job = Job("ex", CHECKS, source, "answer", ("answers",), "public", 1, Limits(seconds=seconds))
    return server.run(job)


def answer_of(server, body):
    source = f"import os, sys\n\ndef answer():\n    return {body}\n"
    return run_of(server, source).observations["answers"][0].facts.get("returned")


@pytest.fixture(scope="module")
def original():
    with Original() as original:
        original.start()
        yield original


@pytest.fixture(scope="module")
def both(original):
    with Copy(original.asked) as one, Copy(original.asked) as other:
        yield one, other


def has_ended(process):
    try:
        return process.status() == psutil.STATUS_ZOMBIE  # Its parent has not noticed yet.
    except psutil.NoSuchProcess:
        return True


def living(process):
    return [one for one in process.children() if not has_ended(one)]


def all_end(processes):
    """Whether all *processes* end within a minute."""
    until = time.monotonic() + 60
    while not all(map(has_ended, processes)):
        if time.monotonic() > until:
            return False
    return True


def test_several_copies_of_one_server_give_answers(original, both):
    assert [answer_of(copy, "5") for copy in both] == [5, 5]
    assert len(living(psutil.Process(original.pid))) >= 2


def test_a_copy_has_imported_from_the_start_what_other_servers_import_when_idle(both):
    assert answer_of(both[0], "'torch._dynamo' in sys.modules") is True


def test_a_copy_has_the_walls_of_a_server_of_its_own_each_tried_anew(both):
    with ForkServer() as alone:
        assert both[0].isolation.standing.keys() == alone.isolation.standing.keys()
        assert both[0].isolation.instead == alone.isolation.instead


def test_children_of_two_copies_have_different_users_and_folders(both):
    users = {answer_of(copy, "os.getuid()") for copy in both}
    homes = {answer_of(copy, "os.environ['HOME']") for copy in both}

    assert len(users) == (2 if os.getuid() == 0 else 1)
    assert len(homes) == 2
    assert all(answer_of(copy, "os.environ['HOME'] == os.getcwd()") for copy in both)


@pytest.mark.parametrize("kind", ["net", "ipc", "uts", "mnt"])
def test_no_two_copies_share_a_namespace_where_servers_have_any(original, both, kind):
    wall = Wall.SCRATCH if kind == "mnt" else Wall.NETWORK
    if not all(wall in copy.isolation.standing for copy in both):
        pytest.skip("a server has none here")
    servers = [psutil.Process(original.pid), *living(psutil.Process(original.pid))]

    of_all = [
        Path(f"/proc/{pid}/ns/{kind}").readlink() for pid in ("self", *(s.pid for s in servers))
    ]

    assert len({*of_all}) == len(servers) + 1 >= 4


def test_a_child_can_look_at_no_folder_of_another_copy(both):
    one, other = both
    there = answer_of(other, "os.getcwd()")

    looks = run_of(one, f"import os\n\ndef answer():\n    return os.listdir({there!r})\n")
    above = run_of(
        one, f"import os\n\ndef answer():\n    return os.listdir({there!r} + '/../..')\n"
    )

    for seen in (looks, above):
        assert "PermissionError" in str(seen.observations["answers"][0])


def test_an_endless_loop_in_one_copy_ends_and_both_go_on(both):
    one, other = both

    assert run_of(one, ENDLESS, seconds=0.3).end is End.TIMEOUT
    assert [answer_of(copy, "5") for copy in (one, other)] == [5, 5]


def test_a_copy_that_is_closed_is_gone_and_another_one_can_be_had(original):
    before = living(psutil.Process(original.pid))
    copy = Copy(original.asked)
    assert answer_of(copy, "5") == 5
    new = {*living(psutil.Process(original.pid))} - {*before}
    assert len(new) == 1

    copy.close()

    assert all_end(new)
    assert answer_of(copy, "6") == 6
    copy.close()


def test_copies_end_with_their_original_and_are_servers_of_their_own_from_then_on():
    with Original() as original, Copy(original.asked) as copy:
        assert answer_of(copy, "5") == 5
        assert not copy.pids
        copies = psutil.Process(original.pid).children()

        original.close()

        assert all_end(copies)
        assert answer_of(copy, "6") == 6
        assert copy.pids


def test_a_copy_that_was_killed_is_replaced_before_the_next_program():
    with Original() as original, Copy(original.asked) as copy:
        assert answer_of(copy, "5") == 5
        for process in psutil.Process(original.pid).children():
            process.kill()
            assert all_end([process])

        copy.get_ready()

        assert answer_of(copy, "6") == 6
        assert not copy.pids


def test_a_copy_that_lives_stays_when_it_is_to_be_ready(original):
    with Copy(original.asked) as copy:
        assert answer_of(copy, "5") == 5
        (mine, *_) = [one.pid for one in psutil.Process(original.pid).children()][-1:]

        copy.get_ready()

        assert mine in [one.pid for one in psutil.Process(original.pid).children()]


def test_inside_bubblewrap_no_server_is_shared_since_each_sees_its_own_folder_only():
    assert open_original(Tier.STRONG) is None


def test_exercises_by_hand_get_a_server_of_their_own_without_torch(original):
    checks = "def answers(submission, case):\n    return submission.answer()\n"
    job = Job("ex", checks, FIVE, "answer", ("answers",), "public", 1, torch=False)

    with open_runner(Tier.PROCESS, original.asked) as runner:
        runner.run(job)

        assert len(runner.pids) == 1
