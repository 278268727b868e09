"""
How peers grade, for the walls-down run: the submission and the comparison share one process.

    python naive.py DESCRIPTOR

imports torch once and takes orders at the socket DESCRIPTOR: ``{"peer", "files", "folder"}`` and,
as a descriptor, where it prints. For each it forks a process that grades the files in turn, prints
``FILE PASSED`` or ``FILE FAILED`` and ends as any program of Python's does, exit handlers and
destructors included. No wall is between that process and this one: it may kill us. See ``peers.py``.

PEERs: ``allclose`` and ``equality`` compare as their names say, ``results`` believes a
results.json that lies in the working directory afterwards, as otter's grading script does.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import socket
import sys
import types
from pathlib import Path

import torch


def graded(peer, path):
    module = types.ModuleType("submission")
    exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), module.__dict__)
    results = {"passed": True}
    try:
        for _ in range(3):
            x = random.uniform(-9, 9)
            expected = torch.tensor(2 * x)
            case = {"input": x, "expected": expected}  # as test cases lie about in peers
            answer = module.double(x)
            if peer == "allclose":
                assert torch.allclose(torch.as_tensor(answer, dtype=torch.float32), expected)
            else:
                assert answer == 2 * x
            w = torch.tensor(x, requires_grad=True)
            expected = torch.tensor(2.0)
            case = {"input": w, "expected": expected}
            answer = module.double(w)
            answer.backward()
            assert torch.allclose(w.grad, expected) if peer == "allclose" else w.grad == expected
        del case
    except Exception:  # noqa: BLE001 - as peers do
        results = {"passed": False}
    # What otter does, with a pickle: the script writes its results and another reads the file.
    file = Path("results.json")
    if not file.exists():
        file.write_text(json.dumps(results), encoding="utf-8")
    passed = (
        json.loads(file.read_text(encoding="utf-8"))["passed"]
        if peer == "results"
        else (results["passed"])
    )
    if peer == "results":
        file.unlink()
    return passed


def main(peer, *paths):
    for path in paths:
        said = "PASSED" if graded(peer, path) else "FAILED"
        os.write(1, f"{path} {said}\n".encode())


def next_order(control):
    """Serve; return in a process of its own only, with the arguments of :func:`main`."""
    torch.set_num_threads(1)  # A pool of threads is not there any more after a fork.
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not order:
            sys.exit()
        (printing,) = descriptors
        begun, beginning = os.pipe()
        pid = os.fork()
        if pid == 0:
            control.close()
            os.close(beginning)
            os.read(begun, 1)  # Until we told who it is, for it may kill us.
            os.close(begun)
            return as_a_new_program(json.loads(order), printing)
        os.close(begun)
        os.close(printing)
        os.setpgid(pid, pid)
        control.send(json.dumps({"process": pid}).encode())
        os.close(beginning)
        seconds = json.loads(control.recv(100))["seconds"]
        control.send(json.dumps({"status": ended(pid, seconds)}).encode())


def as_a_new_program(order, printing):
    os.dup2(printing, 1)
    os.close(printing)
    os.chdir(order["folder"])
    sys.argv[1:] = [order["peer"], *order["files"]]
    return sys.argv[1:]


def ended(pid, seconds):
    """Return the exit status as ``subprocess`` does; None if it had to be ended after *seconds*."""
    watched = os.pidfd_open(pid)
    by_itself = bool(select.select([watched], [], [], seconds)[0])
    os.close(watched)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)  # Not reaped yet, so the number is nobody else's.
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)  # It may have left its group.
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) if by_itself else None


if __name__ == "__main__":
    main(*next_order(socket.socket(fileno=int(sys.argv[1]))))
