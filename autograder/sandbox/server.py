"""
The warm server: imports what its children need once, then forks a child for each order.

It holds no key, and no submission has ever been in its memory: a child gets what it works on by a
descriptor that the server hands on unread. So a child finds nothing worth stealing in the memory
that it inherits. The server runs no backward pass: an autograd engine that was used before a fork
hangs in the child.

Run as ``python -m autograder.sandbox.server OPTIONS``, OPTIONS being JSON: ``{"control":
descriptor, "scratch": folder, "down": [walls], "inside": bool, "kind": Kind, "original": bool}``.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.sandbox import processes, wire
from autograder.sandbox.children import Children
from autograder.sandbox.clock import Clock
from autograder.sandbox.ends import Ends
from autograder.sandbox.isolation import Isolation, Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.kinds import Kind, Task
from autograder.sandbox.memory import (
    forks_untold,
    joining_pages,
    nothing_collected,
    settle_memory,
)
from autograder.sandbox.successor import Successor
from autograder.sandbox.surroundings import homes
from autograder.sandbox.walls import Walls
from autograder.sandbox.walls.folders import is_overfull, remove_folder
from autograder.sandbox.walls.places import forget_packages

__all__ = ["main"]

#: How many orders are served before the imports that wait for idle time, for an early first answer.
_ORDERS_BEFORE_SUCCESSOR = 2
#: Seconds of CPU time that torch's late imports may take a child: 1.5 with a CPU build, 4 with a CUDA
#: build were measured. A program that needs them loses nothing for being the first to do so.
_TIME_FOR_THE_REST = 6.0
#: Seconds between two looks at a folder that is no disk of its own: within them a submission can
#: write some tens of megabytes more than it may.
_LOOK = 0.02
#: Seconds that a child has its core to itself before the next one is forked: it is woken on this process's,
#: and moves to another one if that goes on computing.
_HEAD_START = 0.001


def main(control: socket.socket, walls: Walls, kind: Kind, *, is_original: bool = False) -> None:
    """Serve orders, or make copies that do (:mod:`autograder.sandbox.copies`), until the grader closes its end."""
    walls.raise_around_server()  # While there is only one thread.
    # After the walls, once for all children: otherwise each would import it anew.
    with nothing_collected(), forks_untold():
        task = Task.of(kind)
        task.start(kind)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's to handle.
    settle_memory()
    ends = Ends()
    isolation = _with_what_is_used_instead(walls.prepare(), ends)
    if is_original:
        # Last: its copies have nothing to import any more, and so no modules to look through, either.
        _import_the_rest(task)
    if not kind.packages:
        forget_packages()
    if is_original:
        _make_copies(control, walls, task, ends)
    else:
        _tell(control, isolation)
        _Server(control, walls, task, ends, has_rest=kind.torch).serve()


def _import_the_rest(task: Task) -> None:
    with nothing_collected(), forks_untold():
        task.when_idle()
    settle_memory()


def _tell(control: socket.socket, isolation: Isolation) -> None:
    with contextlib.suppress(OSError):  # The grader may be gone before we are ready.
        wire.send(control, {"isolation": isolation.to_json()})


def _make_copies(asked: socket.socket, walls: Walls, task: Task, ends: Ends) -> None:
    """Fork a copy of this server for each socket that comes over *asked*, until the grader is gone."""
    place = walls.folder.parent
    with contextlib.suppress(OSError):
        while descriptors := socket.recv_fds(asked, 1, 1)[1]:
            (descriptor,) = descriptors
            scratch = Path(tempfile.mkdtemp(prefix="copy-", dir=place))
            if os.fork() == 0:
                try:
                    asked.close()
                    walls.raise_around_copy(scratch)
                    os.environ.update(homes(walls.folder))
                    with socket.socket(fileno=descriptor) as control:
                        _tell(control, _with_what_is_used_instead(walls.prepare(), ends))
                        _Server(control, walls, task, ends, has_rest=False).serve()
                finally:
                    os._exit(0)  # No way back into this loop.
            os.close(descriptor)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:  # A copy that has ended.
                    pass
    remove_folder(place)


class _Server:
    """
    Takes one order at a time.

    Args:
        has_rest: Whether anything is left to import when idle.
    """

    def __init__(
        self, control: socket.socket, walls: Walls, task: Task, ends: Ends, *, has_rest: bool
    ) -> None:
        self._control = control
        self._walls = walls
        self._task = task
        self._ends = ends
        #: Of these, one works and one waits for the next order.
        self._children = Children(
            walls, task, control.fileno(), lambda pid: self._successor.has(pid)
        )
        self._successor = Successor(
            control,
            functools.partial(_import_the_rest, task) if has_rest else None,
            self.serve,
            self._children.let_go,
        )
        self._orders = 0
        #: A successor shares its memory with its children alone once it serves; copies of an original with each other.
        self._joining = joining_pages() if has_rest else iter(())
        #: Whether the last order had to wait until its child was forked: then forks and ends take of its time.
        self._is_busy = False
        #: Digests of what has been prepared, so that every child has it.
        self._prepared: set[bytes] = set()

    def serve(self) -> None:
        """Serve orders until the grader is gone."""
        while self._serve_one():
            pass
        self._children.let_go()
        # Removed here as well, since a grader that was killed can't do it.
        remove_folder(self._walls.folder.parent)

    def _serve_one(self) -> bool:
        """Serve the next order; return False when the grader is gone."""
        if self._orders >= _ORDERS_BEFORE_SUCCESSOR or self._is_idle():
            self._successor.begin()
        if self._is_busy and self._successor.has_taken_over:
            next(self._joining, None)
        try:
            self._children.have_one()
            self._is_busy = self._has_message()
            order, descriptors = self._successor.next_message()
            if self._needs_the_rest(order):
                self._successor.leave(order, descriptors)
            if "settle" in order:
                wire.send(self._control, {"settled": True})
                return True
            if "stop" in order:  # Meant for the previous child, which had ended by itself.
                return True
            payload, reply, *files = descriptors
            if order["shared"]:
                self._prepare(order["shared"])
            limits = self._with_time_for_the_rest(Limits(**order["limits"]))
            wire.send(self._control, self._serve(limits, (reply, payload, *files)))
        except (EOFError, OSError):
            return False
        self._orders += 1
        return True

    def _needs_the_rest(self, order: dict[str, Any]) -> bool:
        """Whether *order* is better left to a process that has imported all."""
        return "settle" in order or self._task.needs_the_rest(order.get("shared", {}))

    def _with_time_for_the_rest(self, limits: Limits) -> Limits:
        """Add the time in which a child may have to import what this process has not imported yet."""
        if self._successor.is_needed:
            return replace(limits, seconds=limits.seconds + _TIME_FOR_THE_REST)
        return limits

    def _is_idle(self) -> bool:
        """Whether no message comes within 50 ms."""
        return not self._has_message(within=0.05)

    def _has_message(self, within: float = 0.0) -> bool:
        return bool(select.select([self._control], [], [], within)[0])

    def _prepare(self, shared: dict[str, Any]) -> None:
        """Prepare what children share; a child that was forked before that is let go."""
        digests = set(_digests(shared))
        if digests <= self._prepared:
            return
        self._children.let_go()
        with contextlib.suppress(Exception):  # The child will report an author's mistake.
            self._task.prepare(shared)
        self._prepared |= digests
        settle_memory()

    def _serve(self, limits: Limits, descriptors: Sequence[int]) -> dict[str, Any]:
        # The child's own time runs from here; what the server did before does not count.
        wire.send(self._control, {"began": True})
        started = time.monotonic()
        child, clock = self._children.set_to_work(limits, descriptors)
        with child:
            timed_out, overfull = self._wait(child.pid, clock, limits)
            occupied = clock.occupied
            status, usage, shut_in = self._children.end(child, clock)
        cpu = usage.ru_utime + usage.ru_stime - clock.before
        return {
            "timed_out": timed_out,
            "overfull": overfull,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "shut_in": shut_in,
            "seconds": time.monotonic() - started,
            # The clock tells of the first thread alone whether it waits for a core; what is used is of all.
            "occupied": max(occupied, cpu),
            "cpu": cpu,
        }

    def _wait(self, pid: int, clock: Clock, limits: Limits) -> tuple[bool, bool]:
        """Wait until the child ends by itself; return whether it took too long or too much disk."""
        look = _LOOK if self._walls.folder_is_open else limits.patience
        with self._ends.of(pid) as end:
            if self._children.may_be_two:
                if end.or_word(self._control.fileno(), _HEAD_START):
                    return False, False
                self._children.have_one_ahead()
            while (left := clock.left()) > 0:
                if end.or_word(self._control.fileno(), min(left, look)):
                    # The child has ended, or the grader wants no more of its output.
                    return False, False
                if self._walls.folder_is_open and is_overfull(
                    self._walls.folder, limits, clock.shown
                ):
                    return False, True
        return True, False


def _digests(shared: Mapping[str, Any]) -> Iterator[bytes]:
    """
    A digest of each thing in *shared*, of a list of each part; texts are the most of it.

    The programs of a hand-in share what each exercise needs: so many exercises have been prepared soon,
    and every selection of them with that.
    """
    for name, things in shared.items():
        for one in things if isinstance(things, list) else [things]:
            text = one if isinstance(one, str) else json.dumps(one)
            yield hashlib.sha256(f"{name} {type(one).__name__} {text}".encode()).digest()


def _with_what_is_used_instead(isolation: Isolation, ends: Ends) -> Isolation:
    """Add what this Python and this kernel lack; the grader has the same ones."""
    found = {
        "pidfd": ends.instead,
        "CPU clock of a process": Clock.instead(),
        "memfd": wire.instead(),
        "list of children": (
            "" if processes.are_listed() else "processes are looked through for them"
        ),
    }
    lacking = {what: instead for what, instead in found.items() if instead}
    return replace(isolation, instead={**isolation.instead, **lacking})


def _start(options: dict[str, Any]) -> None:
    kind = Kind(**options["kind"])
    down = [Wall[name] for name in options["down"]]
    scratch, inside = Path(options["scratch"]), options["inside"]
    walls = Walls(scratch, down=down, inside=inside, packages=kind.packages)
    main(socket.socket(fileno=options["control"]), walls, kind, is_original=options["original"])
    # Nothing is left to do, and at an ordinary exit some versions of torch complain
    # ("nanobind: leaked 12 types") on the terminal, which is the grader's too.
    os._exit(0)


if __name__ == "__main__":
    _start(json.loads(sys.argv[1]))
