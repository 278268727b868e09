"""
The warm server: imports torch once, then forks a child for each job.

It holds no key and no learner's code of before, so a child finds nothing worth
stealing in the memory that it inherits. It runs no backward pass itself: an
autograd engine that was used before a fork hangs in the child.

Run as ``python -m autograder.sandbox.server FD``, FD being its end of the control socket.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
import time
from typing import Any

import torch
from torch.overrides import resolve_name

from autograder.probing import running
from autograder.sandbox import wire
from autograder.sandbox.child import run_child
from autograder.sandbox.jobs import Job

__all__ = ["main"]

#: torch imports much on first use: the first optimizer step alone takes a second in a fresh
#: process. Imported here, children inherit it.
_LAZILY_IMPORTED = ("torch._dynamo", "torch.func")
#: So many jobs may be served before that, for a first answer that does not wait for it.
_JOBS_BEFORE_WARM = 2


def main(control: socket.socket) -> None:
    """Serve jobs until the grader closes its end."""
    torch.set_num_threads(1)
    # Builds a table of all of torch's functions, which every child's event log then shares.
    resolve_name(torch.Tensor.add)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's to handle.
    gc.collect()
    gc.freeze()
    wire.send(control, {"ready": True, "torch": torch.__version__, "checks": running.__name__})
    jobs, warm = 0, False
    while True:
        if not warm and (jobs >= _JOBS_BEFORE_WARM or _is_idle(control)):
            _import_the_rest()
            warm = True
        try:
            message, answer = wire.receive(control)
        except EOFError:
            return
        assert answer is not None
        wire.send(control, _serve(Job.from_json(message), answer, control))
        jobs += 1


def _is_idle(control: socket.socket) -> bool:
    """Nobody has asked for anything in the last 50 ms."""
    return not select.select([control], [], [], 0.05)[0]


def _import_the_rest() -> None:
    for name in _LAZILY_IMPORTED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _serve(job: Job, answer: int, control: socket.socket) -> dict[str, Any]:
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            control.close()
            os.setsid()
            run_child(job, answer)
            status = 0
        finally:
            # No atexit handlers, no destructors, no way back into the server's loop.
            os._exit(status)
    os.close(answer)
    timed_out = not _ended_within(pid, job.limits.seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return {
        "timed_out": timed_out,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "seconds": time.monotonic() - started,
        "max_rss": usage.ru_maxrss * 1024,
    }


def _ended_within(pid: int, seconds: float) -> bool:
    descriptor = os.pidfd_open(pid)
    try:
        ready, _, _ = select.select([descriptor], [], [], seconds)
        return bool(ready)
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
