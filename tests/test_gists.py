"""Fingerprints of programs, from one process to the next."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
def zero_it(W):
    total = 0.0
    for step_number, (first_thing, second_thing) in enumerate(zip(W, reversed(W))):
        if step_number % 3 == 1 and first_thing is not second_thing:
            total += float(first_thing) ** 2 - 0.25 * float(second_thing)
        elif step_number > 17:
            total -= sum(part.item() for part in W if part.requires_grad)
    return [total, total * total, max(total, 3.0)]
"""


def test_what_is_asked_about_is_the_same_in_every_process():
    """Python's own hashes of texts differ from process to process."""
    pytest.importorskip("copydetect")
    tell = (
        "from autograder.submissions import gist_of\n"
        f"print(sorted(gist_of({PROGRAM!r}, 'zero_it').pieces))"
    )

    told = {
        subprocess.run(
            [sys.executable, "-c", tell], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(told) == 1
    assert len(told.pop()) > 50
