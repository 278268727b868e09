"""The time of programs that share a process, on a clock that moves only when it is looked at."""

from __future__ import annotations

import io
import itertools
import json
from dataclasses import replace

import pytest

from autograder.sandbox import Job, Limits, checking
from autograder.sandbox.jobs import payload_of

CHECKS = """\
from autograder.observations import Observation

def answers(submission, case):
    return Observation({"it": submission.answer()})
"""


@pytest.fixture
def told(monkeypatch):
    """What is told in rounds of jobs if each job takes a second."""
    ticks = itertools.count()
    monkeypatch.setattr(checking.time, "process_time", lambda: next(ticks))
    for name in ("leave_the_stage", "arm"):
        monkeypatch.setattr(checking, name, lambda *_, **__: None)

    def tell(first, *later):
        messages = []
        more = b"".join(payload_of(jobs) + b"\n" for jobs in later)
        checking.run(
            io.BytesIO(payload_of(first)),
            lambda *several: messages.extend(several),
            io.BytesIO(more),
        )
        texts = "".join(map(json.dumps, messages)).split(json.dumps({"end": True}))
        return ["alone" in text for text in texts]

    return tell


def job(seconds, seed="secret"):
    limits = Limits(seconds=seconds)
    source = "def answer():\n    return 1\n"
    return Job("ex", CHECKS, source, "answer", ("answers",), seed, 4, limits, torch=False)


@pytest.mark.parametrize(("seconds", "alone"), [(2.5, False), (1.5, True)])
def test_the_parts_of_a_program_have_its_time_together(told, seconds, alone):
    one = job(seconds)

    ends = told(
        [job(9, "public"), job(9, "of another")], [replace(one, cases=1)], [replace(one, first=1)]
    )

    assert ends == [False, False, False, alone, False]


def test_public_cases_take_no_time_from_hidden_ones(told):
    ends = told([job(1.5, "public"), job(9, "of another")], [job(1.5)])

    assert not any(ends)
