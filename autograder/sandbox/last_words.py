"""What a process of ours says on its standard error, for when it ends before it should."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path

from autograder.texts import one_line

__all__ = ["LastWords"]

#: So many bytes at the end are looked at; more of a traceback tells no more.
_LOOKED_AT = 8_192
#: Characters of one line, which may hold a path or two.
_LONGEST = 400
#: Seconds for a process to end whose end of a pipe or socket is closed already.
_PATIENCE = 5.0
#: How a line begins that names an error: Python's, or bubblewrap's own.
_NAMES_AN_ERROR = re.compile(r"([A-Za-z_][\w.]*(Error|Exception|Interrupt|Exit)\b|bwrap:)")


class LastWords:
    """
    A file without a name in *folder*, to be the standard error of one process; close it in the end.

    Raises:
        OSError: If there is no room for a file.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - open for as long as the process

    def fileno(self) -> int:
        """The descriptor to hand to :class:`subprocess.Popen`."""
        return self._file.fileno()

    def of(self, process: subprocess.Popen[bytes]) -> str:
        """
        Return in one line why *process* ended: the error that it named last, or else its status.

        Waits for a moment, for what closes its pipes may not have ended yet.
        """
        try:
            status = process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return self._line() or "it does not answer"
        return self._line() or _told(status)

    def close(self) -> None:
        self._file.close()

    def _line(self) -> str:
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(max(size - _LOOKED_AT, 0))
        text = self._file.read(_LOOKED_AT).decode("utf-8", "replace")
        lines = [line.rstrip() for line in text.splitlines() if line.strip()]
        errors = [line for line in lines if _NAMES_AN_ERROR.match(line)]
        return one_line((errors or lines or [""])[-1].strip())[:_LONGEST]


def _told(status: int) -> str:
    if status < 0:
        try:
            return f"it was ended by {signal.Signals(-status).name}"
        except ValueError:
            pass
    return f"it ended with exit status {status}"
