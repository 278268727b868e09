"""Several programs change one progress file at once, and some of them are killed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder.workspace import ProgressFile


@pytest.fixture
def file(tmp_path):
    return ProgressFile(tmp_path / ".gradlings" / "progress.json")


#: Tries itself out: makes changes and says each on a line of its own, once it is made.
WRITER = """
import sys
from pathlib import Path
from autograder.workspace import ProgressFile

file, name, count = ProgressFile(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(count):
    with file.changing() as progress:
        progress.of(name).attempts += 1
        progress.of("all").attempts += 1
    print(number, flush=True)
"""


def writer(file, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file.path), name, str(count)], stdout=subprocess.PIPE
    )


def test_of_600_changes_by_four_programs_at_once_none_is_lost(file):
    names = ("watch", "quiz", "notebook", "check")
    writers = [writer(file, name, 150) for name in names]
    for process in writers:
        process.communicate()

    progress = file.load()
    assert [process.returncode for process in writers] == [0] * 4
    assert {name: progress.of(name).attempts for name in names} == dict.fromkeys(names, 150)
    assert progress.of("all").attempts == 600


@pytest.mark.nightly
def test_a_program_that_is_killed_loses_no_change_that_was_made_and_locks_nobody_out(file):
    steady = writer(file, "steady", 150)
    made = {}
    for number in range(6):
        with writer(file, f"killed {number}", 10_000) as process:
            lines = [process.stdout.readline() for _ in range(5 + number)]
            process.kill()
            lines += process.stdout.read().splitlines()
        made[f"killed {number}"] = len([line for line in lines if line.strip()])
    steady.communicate()

    progress = file.load()
    counted = {name: progress.of(name).attempts for name in made}
    # The one under way when it was killed may be made and not said any more.
    assert all(made[name] <= counted[name] <= made[name] + 1 for name in made)
    assert progress.of("steady").attempts == 150
    assert progress.of("all").attempts == 150 + sum(counted.values())
