"""Two rounds of one process, by what it wrote: no process runs here."""

from __future__ import annotations

import json
import os

import pytest

from autograder.runs import End
from autograder.sandbox import ChildReply, Job
from autograder.sandbox.rounds import Rounds

SEEN = b'{"check": "answers", "case": 0, "observation": {"facts": {"it": 1}}}\n'
END = b'{"end": true}\n'
ALONE = b'{"alone": true}\n'


def job(seed, source="def answer():\n    pass\n"):
    return Job("ex", "", source, "answer", ("answers",), seed, 1)


def seen_in(run):
    return run and run.observations["answers"][0].facts["it"]


def told(rounds, *parts, end=End.DONE):
    """The runs of both rounds if the process wrote *parts*, and what it could read after each of them."""
    data, read = bytearray(), []
    os.set_blocking(rounds.more, False)
    for part in parts:
        data += part
        rounds.look(data)
        try:
            read.append([one["seed"] for one in json.loads(os.read(rounds.more, 1 << 20) or "[]")])
        except BlockingIOError:
            read.append(None)
    return *rounds.runs(ChildReply(bytes(data), end)), read


@pytest.mark.parametrize("count", [1, 3])
def test_the_second_round_is_handed_over_after_the_last_end_of_the_first(count):
    given = []

    def choose(runs):
        given.extend(runs)
        return [job("secret")]

    with Rounds([job("public")] * count, choose) as rounds:
        parts = [*[SEEN + END] * (count - 1), SEEN, END, SEEN + END]
        first, second, read = told(rounds, *parts)

    assert list(map(seen_in, given)) == list(map(seen_in, first)) == [1] * count
    assert list(map(seen_in, second)) == [1]
    assert read == [*[None] * count, ["secret"], []]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("early", [SEEN, b'{"printed": "the secret is"}\n', END, b"x"])
def test_a_process_that_goes_on_before_it_is_told_to_is_not_told_and_both_are_void(count, early):
    with Rounds([job("public")] * count, lambda _: pytest.fail("it was chosen")) as rounds:
        first, second, read = told(rounds, (SEEN + END) * count + early)

    assert [run and run.end for run in first] == [End.MALFORMED if count == 1 else None] * count
    assert list(second) == []
    assert read == [[]]


def test_a_single_job_that_does_not_end_has_its_run_all_the_same():
    with Rounds([job("public")], lambda _: pytest.fail("it was chosen")) as rounds:
        (run,), second, _ = told(rounds, b'{"loading": 0}\n', end=End.TIMEOUT)

    assert run.end is End.TIMEOUT
    assert run.loading == 0
    assert list(second) == []


@pytest.mark.parametrize(
    "later", [b"", ALONE + END, SEEN + ALONE + END, b"{}\n", SEEN + END + SEEN]
)
def test_without_an_honest_run_in_the_second_round_the_first_one_stays(later):
    with Rounds([job("public")], lambda _: [job("secret")]) as rounds:
        (run,), second, _ = told(rounds, SEEN + END, later)

    assert seen_in(run) == 1
    assert list(second) == [None]


def test_nothing_more_than_a_pipe_takes_is_handed_over_and_nobody_waits():
    with Rounds([job("public")], lambda _: [job("secret", "#" * (3 << 20))]) as rounds:
        (run,), second, read = told(rounds, SEEN + END, b"")

    assert seen_in(run) == 1
    assert list(second) == [None]
    assert read == [[], []]


def test_a_process_that_has_ended_is_handed_nothing():
    with Rounds([job("public")], lambda _: [job("secret")]) as rounds:
        os.close(rounds.more)
        rounds.more = -1
        rounds.look(bytearray(SEEN + END))
        (run,), second = rounds.runs(ChildReply(SEEN + END))

    assert seen_in(run) == 1
    assert list(second) == [None]
