"""
The process from which fronts are forked: it has imported what commands of learners need.

Run by the warm host as ``python -m autograder.cli.fronts OPTIONS``, OPTIONS being JSON:
``{"listening": descriptor, "digest": text}``; its standard input closes when the host ends. It runs
no command itself and no learner code, ever: each command gets a fork of its own, which becomes what
the command would have been (:mod:`autograder.front.client` is the other side).
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import json
import locale
import os
import random
import select
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from autograder.cli import commands
from autograder.cli.rehearsing import rehearse
from autograder.front.client import interpreter
from autograder.front.messages import receive, send
from autograder.front.place import is_same_user
from autograder.warm.identity import is_as

__all__ = ["main"]

#: Seconds within which a command says what it is.
_PATIENCE = 5.0
#: Bytes of what a command may say: its environment is the largest part.
_LONGEST = 8 << 20


def main(listening: socket.socket, expected: str) -> None:
    """Fork a front for each command that connects, until the host has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for a front.
    rehearse()
    gc.collect()
    gc.freeze()
    door = listening.fileno()
    while 0 not in (ready := select.select([door, 0], [], [])[0]):
        if door in ready:
            with contextlib.suppress(OSError):  # The command has gone again.
                connection, _ = listening.accept()
                if is_same_user(connection) and os.fork() == 0:
                    listening.close()
                    _be_a_front(connection, expected)
                connection.close()


def _be_a_front(connection: socket.socket, expected: str) -> NoReturn:
    try:
        connection.settimeout(_PATIENCE)
        order, descriptors = receive(connection, _LONGEST)
        _become(order, descriptors)
        fits = order["interpreter"] == [*interpreter()] and is_as(expected)
        send(connection, {"ready": fits})
        if fits and receive(connection)[0].get("go"):
            connection.settimeout(None)
            threading.Thread(target=_heed, args=(connection,), daemon=True).start()
            code = _code_of_command()
            send(connection, {"exit": code})
    finally:
        os._exit(0)


def _become(order: Mapping[str, Any], descriptors: Sequence[int]) -> None:
    """Take over all that the command's process was given by whoever started it."""
    *streams, here = descriptors
    os.fchdir(here)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for descriptor in descriptors:
        os.close(descriptor)
    os.umask(order["umask"])
    os.environ.clear()
    os.environ.update(order["environment"])
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")  # As Python does when it starts.
    time.tzset()
    tempfile.tempdir = None  # It was found out in another environment.
    random.seed()
    sys.stdin, sys.stdout, sys.stderr = (
        _stream(number, *how) for number, how in enumerate(order["streams"])
    )
    sys.argv = order["words"]
    sys.modules["__main__"].__package__ = order["package"]  # By it click says how it was called.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _stream(number: int, encoding: str, errors: str, by_lines: bool) -> io.TextIOWrapper:
    mode = "rb" if number == 0 else "wb"
    buffer = open(number, mode, buffering=-1, closefd=False)  # noqa: SIM115 - as long as the process
    return io.TextIOWrapper(buffer, encoding, errors, line_buffering=by_lines)


def _heed(connection: socket.socket) -> None:
    """Give this process the signals that the command's was sent; end with the command."""
    number = int(signal.SIGHUP)
    with contextlib.suppress(OSError, EOFError):
        while (number := receive(connection)[0].get("signal", 0)) != signal.SIGKILL:
            os.kill(os.getpid(), number)
    os.kill(os.getpid(), signal.SIGHUP)


def _code_of_command() -> int:
    """Run the command, and all that is done at a process's end; return its exit code."""
    code = _code_of(commands.main)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    return code


def _code_of(run: Any) -> int:
    try:
        run()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:  # noqa: BLE001 - told as Python tells it
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    main(socket.socket(fileno=options["listening"]), options["digest"])
    os._exit(0)
