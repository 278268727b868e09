"""Fingerprints of programs, from one process to the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from autograder.submissions import gist_of

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


@pytest.fixture(scope="module")
def told():
    """What two processes tell: the pieces of the program, and all modules that they have then."""
    pytest.importorskip("copydetect")
    tell = (
        "import json, sys\nfrom autograder.submissions import gist_of\n"
        f"pieces = sorted(gist_of({PROGRAM!r}, 'zero_it').pieces)\n"
        "print(json.dumps([pieces, list(sys.modules)]))"
    )
    return [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", tell], capture_output=True, text=True, check=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout
        )
        for seed in ("1", "2")
    ]  # fmt: skip


def test_what_is_asked_about_is_the_same_in_every_process(told):
    """Python's own hashes of texts differ from process to process."""
    (one, _), (other, _) = told

    assert one == other
    assert len(one) > 20


def test_nothing_that_draws_is_imported_to_compare_programs(told):
    """It would cost a second in every process that reads submissions."""
    for _, modules in told:
        assert "copydetect.utils" in modules
        assert not {"copydetect", "copydetect.detector", "matplotlib", "tqdm"} & {*modules}


def test_a_program_that_answers_several_exercises_is_compared_once(monkeypatch):
    """It takes most of the time of reading a hand-in, and in a notebook each answer is nearly all of it."""
    utils = pytest.importorskip("copydetect.utils")
    compared, filter_code = [], utils.filter_code

    def noted(program, *rest):
        compared.append(program)
        return filter_code(program, *rest)

    monkeypatch.setattr(utils, "filter_code", noted)
    program = f"{PROGRAM}\n\ndef other(W):\n    return W\n"

    zero, other = gist_of(program, "zero_it"), gist_of(program, "other")

    assert len(compared) == 1
    assert (zero.pieces, zero.form) == (other.pieces, other.form)
    assert zero.example != other.example
