"""``gradlings classroom`` as it is started, a process that can be killed and started again."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

__all__ = ["ClassCommand"]


class ClassCommand:
    """
    A running classroom.

    Attributes:
        links: By the learners' ids.
        instructor: The instructor's link.

    Args:
        first: Python that its process runs before anything else.
    """

    def __init__(
        self,
        folder: Path,
        roster: str,
        port: int,
        *options: str,
        isolation: str = "process",
        first: str = "",
    ) -> None:
        (folder / "class.csv").write_text(roster, encoding="utf-8")
        program = f"{first}\nfrom autograder.cli import cli\ncli()"
        command = [sys.executable, "-c", program, "classroom", "--roster", "class.csv"]
        command += ["--port", str(port), "--workers", "1", "--isolation", isolation, *options]
        self._command, self._folder = command, folder
        self.start()
        with (folder / "classroom" / "links.csv").open(encoding="utf-8-sig", newline="") as file:
            self.links = {row["id"]: row["link"] for row in csv.DictReader(file)}

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        log = self._folder / "stderr"
        with log.open("ab") as stderr:
            self.process = subprocess.Popen(
                self._command, cwd=self._folder, stdout=subprocess.PIPE, stderr=stderr, text=True
            )
        assert self.process.stdout is not None
        shown = ""
        while "Ctrl-C" not in shown:
            line = self.process.stdout.readline()
            assert line, log.read_text()
            shown += line
        found = re.search(r"http\S+token=\S+", shown)
        assert found is not None
        self.shown, self.instructor = shown, found[0]

    def kill(self) -> str:
        """Kill it; return what it has written as errors so far."""
        self.process.kill()
        self.process.communicate()
        return self.errors()

    def errors(self) -> str:
        """What it has written as errors so far."""
        return (self._folder / "stderr").read_text(encoding="utf-8")
