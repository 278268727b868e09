"""
The warm server: imports torch once, then forks a child for each job.

It holds no key and no learner's code of before, so a child finds nothing worth
stealing in the memory that it inherits. It runs no backward pass itself: an
autograd engine that was used before a fork hangs in the child.

Run as ``python -m autograder.sandbox.server OPTIONS``, OPTIONS being JSON:
``{"control": descriptor, "scratch": folder, "down": [walls], "inside": bool}``.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.walls import Walls
from autograder.sandbox.walls.folders import is_overfull

__all__ = ["main"]

#: torch imports much on first use: the first optimizer step alone takes a second in a fresh
#: process. Imported here, children inherit it.
_LAZILY_IMPORTED = (
    "torch._dynamo", "torch._subclasses.schema_check_mode", "torch.func",
    "torch.profiler._cupti_monitor", "torch.utils.serialization.config",
)  # fmt: skip
#: So many jobs may be served before that, for a first answer that does not wait for it.
_JOBS_BEFORE_WARM = 2
#: How a child ends that could not shut itself in.
_NOT_SHUT_IN = 71
#: Seconds between two looks at a folder that is no disk of its own: in so short a time a
#: submission writes some tens of megabytes more than it may.
_LOOK = 0.02


def main(control: socket.socket, walls: Walls) -> None:
    """Serve jobs until the grader closes its end."""
    walls.raise_around_server()  # While there is but one thread.
    # All that a child needs is imported here, after the walls: what one imports itself, all do.
    import torch  # noqa: PLC0415

    from autograder import seeing  # noqa: F401, PLC0415 - learners leave draw(loss) in their code
    from autograder.probing.watchers import prepare_names  # noqa: PLC0415
    from autograder.sandbox import child  # noqa: F401, PLC0415

    torch.set_num_threads(1)
    prepare_names()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's to handle.
    _freeze()
    isolation = walls.prepare()
    wire.send(control, {"torch": torch.__version__, "isolation": isolation.to_json()})
    server = _Server(control, walls)
    while server.serve_one():
        pass
    # A grader that was killed can't do it.
    shutil.rmtree(walls.folder.parent, ignore_errors=True)


class _Server:
    """Takes one job at a time."""

    def __init__(self, control: socket.socket, walls: Walls) -> None:
        self._control = control
        self._walls = walls
        self._jobs = 0
        self._warm = False

    def serve_one(self) -> bool:
        """Serve the next job; return False when the grader is gone."""
        if self._jobs >= _JOBS_BEFORE_WARM or self._is_idle():
            self._warm_up()
        try:
            message, answer = wire.receive(self._control)
            assert answer is not None
            job = Job.from_json(message)
            if "optim" in job.checks or "optim" in job.source:
                # The first optimizer imports most of it: here once, not within a child's time.
                self._warm_up()
            wire.send(self._control, self._serve(job, answer))
        except (EOFError, OSError):
            return False
        self._jobs += 1
        return True

    def _warm_up(self) -> None:
        """Import what torch imports on first use, so that no child pays for it."""
        if self._warm:
            return
        for name in _LAZILY_IMPORTED:
            with contextlib.suppress(ImportError):  # Other versions of torch have others.
                importlib.import_module(name)
        _freeze()
        self._warm = True

    def _is_idle(self) -> bool:
        """Nobody has asked for anything in the last 50 ms."""
        return not select.select([self._control], [], [], 0.05)[0]

    def _serve(self, job: Job, answer: int) -> dict[str, Any]:
        _load_once(job)
        # From here on the job's own time runs; what the server did before is none of it.
        wire.send(self._control, {"began": True})
        started = time.monotonic()
        with self._walls.around_child():
            pid = os.fork()
            if pid == 0:
                self._be_the_child(job, answer)
            os.close(answer)
            timed_out, overfull = self._wait(pid, started + job.limits.seconds, job.limits)
            status, usage = _end(pid)
        return {
            "timed_out": timed_out,
            "overfull": overfull,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "shut_in": status != _NOT_SHUT_IN << 8,
            "seconds": time.monotonic() - started,
            "cpu": usage.ru_utime + usage.ru_stime,
            "max_rss": usage.ru_maxrss * 1024,
        }

    def _be_the_child(self, job: Job, answer: int) -> None:
        from autograder.sandbox.child import run_child  # noqa: PLC0415 - imports torch

        status = 70
        shut_in = False

        def raise_walls() -> None:
            nonlocal shut_in
            self._walls.raise_in_child(job.limits)
            shut_in = True

        try:
            os.setsid()
            run_child(job, answer, self._walls.folder, raise_walls)
            status = 0
        finally:
            # No atexit handlers, no destructors, no way back into the server's loop.
            os._exit(status if shut_in else _NOT_SHUT_IN)

    def _wait(self, pid: int, deadline: float, limits: Limits) -> tuple[bool, bool]:
        """Wait until the child ends by itself; return whether it took too long or too much disk."""
        descriptor = os.pidfd_open(pid)
        look = _LOOK if self._walls.folder_is_open else limits.seconds
        try:
            while (left := deadline - time.monotonic()) > 0:
                if select.select([descriptor], [], [], min(left, look))[0]:
                    return False, False
                if self._walls.folder_is_open and is_overfull(self._walls.folder, limits):
                    return False, True
            return True, False
        finally:
            os.close(descriptor)


def _end(pid: int) -> tuple[int, Any]:
    """Kill the child and all that it left running; return its exit status and usage."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    # Whoever daemonised has become our child, for we adopt orphans.
    while orphans := _children():
        for orphan in orphans:
            with contextlib.suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(orphan, 0)
    return status, usage


def _children() -> list[int]:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:  # The usual case, without a look into /proc.
        return []
    listed = Path("/proc/thread-self/children").read_text(encoding="ascii")
    return [int(pid) for pid in listed.split()]


def _load_once(job: Job) -> None:
    """Load the exercise's checks here, so that every child finds them loaded."""
    from autograder.probing.running import load_checks  # noqa: PLC0415 - imports torch

    with contextlib.suppress(Exception):  # An author's mistake is told by the child.
        load_checks(job.checks)


def _freeze() -> None:
    """
    Leave memory as children should find it, for each page that one writes to is copied.

    What is there is kept out of the garbage collector, and malloc tidies up now rather than in
    every child (measured: 150 pages, half a millisecond).
    """
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's
    if trim is not None:
        trim(ctypes.c_size_t(0))


def _start(options: dict[str, Any]) -> None:
    down = [Wall[name] for name in options["down"]]
    walls = Walls(Path(options["scratch"]), down=down, inside=options["inside"])
    main(socket.socket(fileno=options["control"]), walls)


if __name__ == "__main__":
    _start(json.loads(sys.argv[1]))
