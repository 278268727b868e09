"""A command's side: it hands itself over to a warm front, if one is there and fits."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence

from autograder.front.messages import receive, send
from autograder.front.place import FRONT, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

__all__ = ["COMMANDS", "LOST", "handed_over", "interpreter", "leave", "may_be_handed_over"]

#: Commands of learners that ask for no keys. Not those that go on for long, or serve others.
COMMANDS = ("check", "hint", "list", "read", "explain", "progress", "solution", "reset")
#: In place of an exit code: the front ended in the middle of the command.
LOST = -1
#: Options before the command that take a value.
_WITH_VALUE = ("--lang", "--course")
#: Seconds in which a front is ready; one that is swapped out must keep nobody waiting.
_PATIENCE = 2.0
#: What a person or a system sends to a command to end it.
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
#: Variables for Python that change nothing that a front would not do in the same way.
_HARMLESS = {
    "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONPYCACHEPREFIX",
    "PYTHONSAFEPATH", "PYTHONUNBUFFERED", "PYTHONUTF8",
}  # fmt: skip


def handed_over(words: Sequence[str]) -> int | None:
    """
    Have a warm front run the command that *words* are; return its exit code.

    None if there is no front that would do the same, so that the command has to do it by itself;
    nothing has been done then. :data:`LOST` if the front ended in the middle.
    """
    if sys.platform != "linux" or not may_be_handed_over(words, os.environ):
        return None
    try:
        connection = _ready_front(words)
    except (OSError, EOFError):
        return None
    if connection is None:
        return None
    with connection:
        return _exit_code(connection)


def leave(code: int) -> NoReturn:
    """
    End this process, which has printed nothing, with the exit *code* of the front.

    There is nothing to tidy up, and Python would tidy up for as long as all else here takes.
    """
    os._exit(code)


def may_be_handed_over(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether *words* are a command that a front may run, and Python was started as usual."""
    special = {name for name in environment if name.startswith("PYTHON")} - _HARMLESS
    flags = sys.flags
    asked = flags.debug or flags.inspect or flags.optimize or flags.verbose or flags.dev_mode
    if special or asked or sys.warnoptions or "_GRADLINGS_COMPLETE" in environment:
        return False
    return _command_in(words) in COMMANDS


def interpreter() -> Sequence[str]:
    """What a front must have in common with the command, besides what the warm host compares."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    coding = [sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()]
    return [sys.version, sys.executable, sys.prefix, package, *coding]


def _command_in(words: Sequence[str]) -> str:
    left = iter(words)
    for word in left:
        if word in _WITH_VALUE:
            next(left, "")
        elif not word.startswith("-"):
            return word
        elif not word.startswith(tuple(f"{option}=" for option in _WITH_VALUE)):
            return ""
    return ""


def _ready_front(words: Sequence[str]) -> socket.socket | None:
    """
    Return a connection to a front that has begun with the command; None if none would.

    Raises:
        OSError, EOFError: If there is none, or it is gone.
    """
    with Place.open(make=False) as place:
        connection = place.connect(_PATIENCE, FRONT)
    try:
        with _here() as here:
            send(connection, _order(words), [0, 1, 2, here])
        answer, _ = receive(connection)
        if answer.get("ready"):
            send(connection, {"go": True})
            connection.settimeout(None)
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


@contextlib.contextmanager
def _here() -> Iterator[int]:
    """The current folder, open; its name may have changed, or lead elsewhere for others."""
    descriptor = os.open(".", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _order(words: Sequence[str]) -> dict[str, Any]:
    umask = os.umask(0o077)
    os.umask(umask)
    streams = [
        (stream.encoding, stream.errors, getattr(stream, "line_buffering", False))
        for stream in (sys.stdin, sys.stdout, sys.stderr)
        if stream is not None
    ]
    if len(streams) < 3:
        raise OSError("a standard stream is closed")
    return {
        "interpreter": interpreter(),
        "words": [sys.argv[0], *words],
        "package": getattr(sys.modules.get("__main__"), "__package__", None),
        "environment": dict(os.environ),
        "umask": umask,
        "streams": streams,
    }


def _exit_code(connection: socket.socket) -> int:
    """Wait for the front's exit code; pass on to it what asks this process to end."""
    passed_on = []

    def pass_on(number: int, _: object) -> None:
        passed_on.append(number)
        with contextlib.suppress(OSError):  # It has just ended.
            send(connection, {"signal": number})

    for name in _SIGNALS:
        signal.signal(getattr(signal, name), pass_on)
    try:
        answer, _ = receive(connection)
    except (OSError, EOFError):
        if passed_on:  # It has ended by that signal, and so does this process.
            signal.signal(passed_on[-1], signal.SIG_DFL)
            os.kill(os.getpid(), passed_on[-1])
        return LOST
    code = answer.get("exit")
    return code if isinstance(code, int) else LOST
