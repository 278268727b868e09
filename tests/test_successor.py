"""A server's successor: it takes over once it is ready, and nobody waits for it meanwhile."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest
from answers import CHECKS
from kernels import joins_pages

from autograder.runs import End
from autograder.sandbox import ForkServer, Job, Limits, wire
from autograder.sandbox.kinds import BY_HAND

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no warm server elsewhere")


class Served:
    """A server that answers every message with its process id, and a gate before its successor."""

    def __init__(self, failing=False):
        from autograder.sandbox.successor import Successor

        self.control, theirs = socket.socketpair()
        self.control.settimeout(60)
        waiting, self.gate = os.pipe()
        self.pid = os.fork()
        if self.pid:
            theirs.close()
            os.close(waiting)
            return
        try:
            self.control.close()
            os.close(self.gate)

            def importing():
                os.read(waiting, 1)
                if failing:
                    raise ImportError("torch is broken")

            def serve():
                while True:
                    message, _ = successor.next_message()
                    if "leave" in message:
                        successor.leave(message, ())
                    wire.send(theirs, {"pid": os.getpid(), **message})

            successor = Successor(theirs, importing, serve)
            successor.begin()
            serve()
        finally:
            os._exit(0)

    def asked(self, **message):
        wire.send(self.control, message)
        return wire.receive(self.control)[0]

    def open_the_gate(self):
        os.close(self.gate)

    def close(self):
        self.control.close()
        os.waitpid(self.pid, 0)


@pytest.fixture
def served():
    served = Served()
    yield served
    served.close()


def test_the_old_server_answers_until_the_successor_is_ready_then_the_successor(served):
    assert {served.asked()["pid"] for _ in range(5)} == {served.pid}

    served.open_the_gate()
    while (now := served.asked()["pid"]) == served.pid:
        pass

    assert psutil.Process(now).ppid() == served.pid
    assert {served.asked()["pid"] for _ in range(5)} == {now}


def test_a_message_that_is_left_to_the_successor_is_answered_by_it_alone(served):
    served.open_the_gate()

    answer = served.asked(leave=True, number=3)

    assert answer["pid"] != served.pid
    assert answer["number"] == 3
    assert served.asked(number=4) == {"pid": answer["pid"], "number": 4}


def held_by(pid):
    """What the descriptors of a process lead to, but for its three streams."""
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            if int(one.name) > 2:
                yield str(one.readlink())


def test_the_old_process_holds_nothing_of_the_server_while_it_waits(served):
    served.open_the_gate()
    served.asked(leave=True)
    old = psutil.Process(served.pid)

    # Its program has changed by the time that its own code is no longer mapped.
    while "-ISc" not in old.cmdline():
        pass

    assert old.children()
    # A file of Python's own may be open for a moment, as it starts.
    assert not [one for one in held_by(served.pid) if one.startswith(("socket:", "pipe:"))]


def test_the_connection_ends_with_the_successor(served):
    served.open_the_gate()
    os.kill(served.asked(leave=True)["pid"], signal.SIGKILL)

    with pytest.raises((EOFError, OSError)):
        served.asked()


def test_the_successor_ends_with_the_old_process(served):
    served.open_the_gate()
    successor = psutil.Process(served.asked(leave=True)["pid"])

    os.kill(served.pid, signal.SIGKILL)

    successor.wait(60)


def test_if_the_successor_fails_the_old_server_goes_on():
    served = Served(failing=True)
    served.open_the_gate()

    assert served.asked(leave=True)["pid"] == served.pid
    assert served.asked()["pid"] == served.pid
    served.close()


def run_of(server, source, checks=CHECKS, seconds=5.0):
    from autograder.sandbox import Limits

    job = Job("ex", checks, source, "answer", ("answers",), "public", 1, Limits(seconds=seconds))
    return server.run(job)


def returned(run):
    return run.observations["answers"][0].facts.get("returned")


WHAT_IS_IMPORTED = "import sys\n\ndef answer():\n    return 'torch._dynamo' in sys.modules\n"


def test_the_first_answer_needs_none_of_what_is_imported_when_idle():
    with ForkServer() as server:
        assert returned(run_of(server, WHAT_IS_IMPORTED)) is False
        server.settle()
        assert returned(run_of(server, WHAT_IS_IMPORTED)) is True


def test_a_server_that_has_handed_over_holds_none_of_torch_wherever_its_python_is_installed():
    """The walls hide a home that is closed to others, ``/root/.pyenv`` say, with the Python in it."""
    with ForkServer() as server:
        server.settle()
        old, until = psutil.Process(server.pid), time.monotonic() + 60
        while "-ISc" not in old.cmdline() and time.monotonic() < until:
            pass

        assert old.memory_info().rss < 50 << 20


def test_an_exercise_with_optimizers_finds_all_imported_though_it_comes_first():
    checks = CHECKS + "# It hands out an optimizer of torch.optim.\n"

    with ForkServer() as server:
        assert returned(run_of(server, WHAT_IS_IMPORTED, checks)) is True


def test_a_successor_ends_loops_crashes_and_what_a_check_leaves_running_as_the_server_did():
    daemon = "import os\n\ndef answer():\n    os.kill(os.getpid(), 9)\n"

    with ForkServer() as server:
        server.settle()
        assert (
            run_of(server, "def answer():\n    while True: pass\n", seconds=0.3).end is End.TIMEOUT
        )
        assert run_of(server, daemon).end in (End.CRASHED, End.DONE)
        assert returned(run_of(server, "def answer():\n    return 5\n")) == 5


def test_a_server_whose_successor_is_killed_is_started_anew():
    with ForkServer() as server:
        server.settle()
        for process in psutil.Process(server.pid).children(recursive=True):
            process.kill()

        assert returned(run_of(server, "def answer():\n    return 5\n")) == 5


def test_a_server_without_torch_has_no_successor():
    with ForkServer(kind=BY_HAND) as server:
        server.settle()

        # A child that waits for its job leads a group of its own, a successor does not.
        children = psutil.Process(server.pid).children()
        assert [child.pid for child in children if os.getpgid(child.pid) != child.pid] == []


def pages_of_heap(pid):
    """Kibibytes of the heap of a process: in huge pages, and in all."""
    heap, huge, there = False, 0, 0
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        name, _, rest = line.partition(":")
        if "-" in name.split(" ")[0]:
            heap = line.endswith(" [heap]")
        elif heap and name in ("AnonHugePages", "Rss"):
            kibibytes = int(rest.split()[0])
            huge += kibibytes * (name == "AnonHugePages")
            there += kibibytes * (name == "Rss")
    return huge, there


def test_a_successor_that_serves_one_order_after_the_other_has_huge_pages_again():
    with ForkServer() as server:
        server.get_ready()
        huge, there = pages_of_heap(server.pid)
        if huge < there / 2 or not joins_pages():
            pytest.skip("this system makes no huge pages, or joins none")
        server.settle()
        children = psutil.Process(server.pid).children()
        successor = max(children, key=lambda child: child.memory_info().rss)
        before, _ = pages_of_heap(successor.pid)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert returned(run_of(server, "def answer():\n    return 5\n")) == 5
            huge, there = pages_of_heap(successor.pid)
            if huge > 0.75 * there:
                break

        assert before < 0.75 * there  # It is parted by the imports, and by nothing else joined.
        assert huge > 0.75 * there


BURNS_A_SECOND = """
import time


def answer():
    until = time.process_time() + 1
    while time.process_time() < until:
        pass
    return 1
"""


def test_what_a_program_imports_first_costs_it_no_time_of_its_own():
    """Until the successor serves, a child may have to import what takes torch seconds."""
    job = Job(
        exercise="burns",
        checks=CHECKS,
        source=BURNS_A_SECOND,
        function="answer",
        names=("answers",),
        seed="s",
        cases=1,
        limits=Limits(seconds=0.5),
    )
    with ForkServer() as server:
        assert server.run(job).end is End.DONE
        server.settle()
        assert server.run(job).end is End.TIMEOUT
