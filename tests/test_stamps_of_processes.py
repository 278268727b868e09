"""Stamps, from one process to the next."""

from __future__ import annotations

import subprocess
import sys

from autograder.stamps import our_stamp

_IN_ANOTHER_PROCESS = """
from autograder.facade.courses import open_course
from autograder.content import Text
from autograder.stamps import our_stamp, stamp_of
print(our_stamp(), stamp_of(open_course()), stamp_of(["a" + str(1), "a1"]))
"""


def test_two_processes_with_other_seeds_of_hashes_agree():
    found = {
        subprocess.run(
            [sys.executable, "-c", _IN_ANOTHER_PROCESS],
            env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(found) == 1
    assert our_stamp() in found.pop()
