"""
Runs a program of ours as on a system that lacks things: ``python lacking.py OPTIONS -m MODULE …``.

OPTIONS is JSON: ``without`` names attributes and modules that are taken away (``os.pidfd_open``,
``fcntl``), ``platform`` what ``sys.platform`` says, ``refused`` system calls that the kernel answers
with the error that stands beside them (``prctl:0=36``: where the first argument is 36), by a filter
that all processes started from here inherit. What our program starts as ``sys.executable`` lacks
the same.

Libraries are imported first, so that only our own code sees the other system: Windows' parts of
them aren't here.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import importlib
import json
import os
import runpy
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

LIBRARIES = (
    "asyncio", "click", "concurrent.futures.process", "contourpy", "filelock", "fsrs", "getpass",
    "ijson", "jinja2", "multiprocessing.connection", "numpy", "psutil", "pydantic", "rich.console",
    "rich.markdown", "rich.progress", "rich.live", "rich.table", "tempfile", "watchfiles", "yaml",
    "zoneinfo", "uuid", "webbrowser", "gettext", "shutil", "xml.etree.ElementTree", "zipfile",
    "tarfile", "logging.handlers", "urllib.request", "http.client", "mimetypes",
)  # fmt: skip
FOR_CHECKS = ("numpy.testing", "numpy.typing", "numpy.random", "tempfile", "uuid", "zoneinfo")
#: What Windows lacks of what Linux has, as far as anything of ours could use it.
WINDOWS = (
    "os.fork", "os.forkpty", "os.pidfd_open", "os.memfd_create", "os.killpg", "os.setsid",
    "os.getuid", "os.geteuid", "os.getgid", "os.setgroups", "os.chown", "os.getpgid", "os.wait4",
    "os.waitid", "os.O_DIRECTORY", "os.O_NOFOLLOW", "os.O_NONBLOCK", "os.O_CLOEXEC",
    "os.mkfifo", "os.sched_getaffinity", "os.statvfs", "os.uname", "signal.SIGKILL", "signal.SIGWINCH",
    "signal.SIGALRM", "socket.AF_UNIX", "socket.send_fds", "socket.recv_fds", "socket.socketpair",
    "time.clock_gettime", "select.poll", "select.epoll", "resource", "fcntl", "termios", "tty", "pwd",
    "grp", "pty",
)  # fmt: skip
#: And what macOS lacks. Its CPU clocks are of this process alone, which is as good as none.
MACOS = (
    "os.pidfd_open", "os.memfd_create", "os.waitid", "os.sched_getaffinity", "os.setresuid",
    "os.setresgid", "select.epoll", "time.clock_gettime",
)  # fmt: skip
_REAL_KILL, _SIGKILL = os.kill, signal.SIGKILL


def environment(folder, **options):
    """Return how to run Python in *folder* so that it lacks what *options* say: its program."""
    program = Path(folder) / "python"
    command = shlex.join([sys.executable, __file__, json.dumps(options)])
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    program.chmod(0o700)
    return str(program)


def main(options, command):
    wrapper = environment(tempfile.mkdtemp(prefix="lacking-"), **{**options, "refused": {}})
    refuse(options.get("refused", {}))
    module, cold = command[1], "sandbox" in command[1]
    assert command[0] == "-m", command
    if options.get("platform"):
        with_torch = cold and '"torch": true' in command[-1]
        for name in ["torch", "torch._dynamo"] if with_torch else FOR_CHECKS if cold else LIBRARIES:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        sys.platform = options["platform"]
    if options.get("platform") == "win32":
        sys.modules["msvcrt"] = type(sys)("msvcrt")
        sys.modules["msvcrt"].getwch = lambda: ""
    for name in options.get("without", ()):
        take_away(name)
    if not hasattr(signal, "SIGKILL"):  # As Popen.kill of Windows does without.
        subprocess.Popen.kill = kill
    sys.executable = wrapper
    sys.argv = [module, *command[2:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def kill(process):
    if process.poll() is None:
        _REAL_KILL(process.pid, _SIGKILL)


def take_away(name):
    owner, _, attribute = name.rpartition(".")
    if not owner:
        sys.modules[name] = None
    elif hasattr(module := importlib.import_module(owner), attribute):
        delattr(module, attribute)


def refuse(calls):
    if not calls:
        return
    import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for call, error in calls.items():
        number = getattr(errno, error)
        name, _, argument = call.partition(":")
        place, _, value = argument.partition("=")
        arguments = [pyseccomp.Arg(int(place), pyseccomp.EQ, int(value))] if argument else []
        rules.add_rule(pyseccomp.ERRNO(number), name, *arguments)
    rules.load()
    # Ours makes its filter after torch's threads are there; this one is there before.
    assert ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 1


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
