"""Finding the host, starting it, and ending it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.front.place import Place
from autograder.sandbox.runner import ASK, SandboxError
from autograder.sandbox.surroundings import environment
from autograder.texts import one_line
from autograder.warm.connection import Connection
from autograder.warm.identity import digest

__all__ = ["IDLE", "Status", "connected", "keep_warm", "status", "stop", "unavailable"]

#: Seconds without a client after which a host ends.
IDLE = 600.0
#: Seconds for Python to start on a busy machine, after waiting for another host's end.
_START = 60.0
#: Characters of what a host that could not start wrote last.
_LAST_WORDS = 300
#: Variables that say where the private folder and temporary ones are.
_PLACES = ("XDG_RUNTIME_DIR", "TMPDIR", "TMP", "TEMP", "HOME")


@dataclass(frozen=True, slots=True)
class Status:
    """
    The host that runs.

    Attributes:
        pids: Its process and those of its servers.
        is_current: Whether its servers are like those that would be started now; if not, it is
            used by nobody.
    """

    pids: Sequence[int]
    is_current: bool

    @property
    def held(self) -> int:
        """Bytes of memory that all its processes hold, what they share counted once."""
        import psutil  # noqa: PLC0415 - its import takes 50 ms, which checks are spared

        held = 0
        with contextlib.suppress(psutil.Error):
            host = psutil.Process(self.pids[0])
            for process in (host, *host.children(recursive=True)):
                with contextlib.suppress(psutil.Error):  # It has ended meanwhile, say.
                    held += process.memory_full_info().pss
        return held


def unavailable() -> str:
    """Return why nothing can be kept warm on this system, or ``""``."""
    if sys.platform != "linux":
        return "here each check has a process of its own"
    try:
        Place.open().close()
    except OSError as error:
        return str(error)
    return ""


def connected() -> Connection | None:
    """Return a connection to a host whose servers are as ours would be; None if there is none."""
    connection = _any_host()
    if connection is not None and connection.greeting.get("digest") != digest():
        connection.close()
        return None
    return connection


def keep_warm(*, idle: float = IDLE) -> None:
    """
    Have a host run whose servers are as ours would be: start one, in place of a different one.

    Args:
        idle: Seconds without a client after which it ends.

    Raises:
        SandboxError: If nothing can be kept warm here.
    """
    if why := unavailable():
        raise SandboxError(f"nothing can be kept warm ({why})")
    if (connection := connected()) is not None:
        connection.close()
        return
    stop()
    try:
        _start(idle)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SandboxError(f"nothing can be kept warm ({error})", ASK) from None


def status() -> Status | None:
    """Return the host that runs, of whatever version, or None."""
    connection = _any_host()
    if connection is None:
        return None
    with connection, contextlib.suppress(OSError, EOFError, KeyError, TypeError):
        answer, _ = connection.ask("status")
        return Status([answer["pid"], *answer["servers"]], answer["digest"] == digest())
    return None


def stop() -> bool:
    """End the host, of whatever version, and wait until it has ended; return whether one ran."""
    connection = _any_host()
    if connection is None:
        return False
    with connection, contextlib.suppress(OSError, EOFError):
        connection.ask("stop")
        connection.wait_for_end()
    return True


def _any_host() -> Connection | None:
    if sys.platform != "linux":
        return None
    try:
        return Connection()
    except (OSError, EOFError):
        return None


def _start(idle: float) -> None:
    """
    Start a host and wait until it listens; if another was quicker, that one stays.

    Raises:
        OSError, TimeoutExpired: If it can't be started.
    """
    options = json.dumps({"digest": digest(), "idle": idle})
    started = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "autograder.warm.host", options],
        env=environment(warm=False) | {k: os.environ[k] for k in _PLACES if k in os.environ},
        cwd="/",  # never the learner's folder, where a torch.py could stand
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        timeout=_START,
        check=False,
    )
    if started.returncode:
        raise OSError(one_line(started.stdout.decode("utf-8", "replace").strip()[-_LAST_WORDS:]))
