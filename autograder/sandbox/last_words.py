"""The standard error of a process of ours, which explains why it ended before it should."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading

from autograder.texts import one_line

__all__ = ["LastWords"]

#: How many bytes at the end are kept; more of a traceback would explain no more.
_KEPT = 8_192
#: Characters of one line, which may hold a path or two.
_LONGEST = 400
#: Seconds to wait for the end of a process that has closed its pipe or socket, and for reading
#: what it wrote.
_PATIENCE = 5.0
#: The beginning of a line that names an error, Python's or bubblewrap's own.
_NAMES_AN_ERROR = re.compile(r"([A-Za-z_][\w.]*(Error|Exception|Interrupt|Exit)\b|bwrap:)")


class LastWords:
    """
    A pipe for the standard error of one process; its end is kept, however much is written.

    Hand :meth:`fileno` to :class:`subprocess.Popen`, call :meth:`listen` once the process runs,
    and :meth:`close` after it has ended.

    Raises:
        OSError: If too many files are open.
    """

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        self._kept = b""
        self._listener = threading.Thread(target=self._read, daemon=True)

    def fileno(self) -> int:
        """The descriptor to hand to :class:`subprocess.Popen`."""
        return self._writing

    def listen(self) -> None:
        """Begin to read, and close our copy of the end that the process writes to."""
        os.close(self._writing)
        self._listener.start()

    def of(self, process: subprocess.Popen[bytes]) -> str:
        """
        Return in one line why *process* ended: the last error that it named, or else its status.

        Waits for a moment, since a process that closed its pipes may not have ended yet.
        """
        try:
            status = process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return self._line() or "it does not answer"
        # With a timeout, since a process that it started may hold the pipe open.
        self._listener.join(_PATIENCE)
        return self._line() or _ending(status)

    def close(self) -> None:
        """Close the pipe; to be called once, after the process has ended or failed to start."""
        if self._listener.ident is None:
            os.close(self._writing)
            os.close(self._reading)
        else:
            self._listener.join(_PATIENCE)

    def _read(self) -> None:
        while part := os.read(self._reading, 1 << 16):
            self._kept = (self._kept + part)[-_KEPT:]
        os.close(self._reading)

    def _line(self) -> str:
        text = self._kept.decode("utf-8", "replace")
        lines = [line.rstrip() for line in text.splitlines() if line.strip()]
        errors = [line for line in lines if _NAMES_AN_ERROR.match(line)]
        return one_line((errors or lines or [""])[-1].strip())[:_LONGEST]


def _ending(status: int) -> str:
    if status < 0:
        try:
            return f"it was ended by {signal.Signals(-status).name}"
        except ValueError:
            pass
    return f"it ended with exit status {status}"
