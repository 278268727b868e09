"""Rounds where each is a process of its own: what is asked of which process, with no process behind it."""

from __future__ import annotations

import json

from autograder.sandbox import ChildReply, Job
from autograder.sandbox.exchanging import Exchanging
from autograder.sandbox.kinds import BY_HAND

SEEN = b'{"check": "answers", "case": 0, "observation": {"facts": {"it": 1}}}\n{"end": true}\n'


class Noting(Exchanging):
    """Answers each job of a process, and notes their seeds."""

    _kind = BY_HAND

    def __init__(self):
        self.asked = []

    def exchange(self, payload, limits, *, shared=None, files=()):
        self.asked.append([one["seed"] for one in json.loads(payload)])
        return ChildReply(SEEN * len(self.asked[-1]))


def job(seed):
    return Job("ex", "", "", "answer", ("answers",), seed, 1, torch=False)


def sent_in(rounds):
    """What a plan of *rounds* is sent, a word for each job, and the seeds that each process is asked for."""
    sent, runner = [], Noting()

    def plan():
        for seeds in rounds:
            runs = yield [job(seed) for seed in seeds]
            sent.append([bool(run and run.observations) for run in runs])

    runner.run_in_rounds(plan())
    return sent, runner.asked


def test_each_round_of_several_has_a_process():
    rounds = [["a", "b"], ["c", "d", "e"], ["f", "g"]]

    sent, asked = sent_in(rounds)

    assert sent == [[True] * 2, [True] * 3, [True] * 2]
    assert asked == rounds
    assert not Noting.goes_on


def test_a_single_job_of_a_later_round_is_left_to_a_process_of_its_own():
    sent, asked = sent_in([["public"], ["secret"]])

    assert sent == [[True], [False]]
    assert asked == [["public"]]
