"""Rounds of one process, by what it wrote: no process runs here."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest

from autograder.runs import End
from autograder.sandbox import ChildReply, Job, LastRound
from autograder.sandbox.rounds import Rounds

SEEN = b'{"check": "answers", "case": 0, "observation": {"facts": {"it": 1}}}\n'
END = b'{"end": true}\n'
ALONE = b'{"alone": true}\n'


def job(seed, source="def answer():\n    pass\n"):
    return Job("ex", "", source, "answer", ("answers",), seed, 1)


def seen_in(run):
    return run and run.observations["answers"][0].facts["it"]


class Planned:
    """A plan of rounds, with the runs that it was sent."""

    def __init__(self, *rounds):
        self.sent = []
        self.plan = self._giving(rounds)

    def _giving(self, rounds):
        for jobs in rounds:
            self.sent.append((yield jobs))

    def facts(self):
        return [list(map(seen_in, runs)) for runs in self.sent]


def told(rounds, *parts, end=End.DONE):
    """What the process could read after each of *parts*, if it wrote these; the plan is told of all."""
    data, read = bytearray(), []
    os.set_blocking(rounds.more, False)
    for part in parts:
        data += part
        rounds.look(data)
        try:
            line = os.read(rounds.more, 1 << 20)
        except BlockingIOError:
            read.append(None)
        else:
            read.append([one["seed"] for one in json.loads(line or "[]")])
    rounds.end(ChildReply(bytes(data), end))
    return read


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_is_handed_over_after_the_last_end_of_the_one_before(count):
    planned = Planned([job("public")] * count, [job("secret")], [job("more"), job("most")])

    with Rounds(planned.plan) as rounds:
        parts = [*[SEEN + END] * (count - 1), SEEN, END, SEEN + END, SEEN + END, SEEN + END, END]
        read = told(rounds, *parts)

    assert planned.facts() == [[1] * count, [1], [1, 1]]
    assert read == [*[None] * count, ["secret"], ["more", "most"], None, [], []]


EARLY = [SEEN, b'{"printed": "the secret is"}\n', END, b"x"]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("early", EARLY)
def test_a_process_that_goes_on_before_it_is_told_to_is_not_told_and_both_rounds_are_void(
    count, early
):
    planned = Planned([job("public")] * count, [job("secret")])

    with Rounds(planned.plan) as rounds:
        read = told(rounds, (SEEN + END) * count + early)

    first, second = planned.sent
    assert [run and run.end for run in first] == [End.MALFORMED if count == 1 else None] * count
    assert second == [None]
    assert read == [[]]


@pytest.mark.parametrize("early", EARLY)
@pytest.mark.parametrize("number", [1, 2])
def test_whoever_goes_on_too_early_in_a_later_round_keeps_only_those_before_it(number, early):
    planned = Planned(*[[job(f"{n}"), job(f"{n}")] for n in range(4)])

    with Rounds(planned.plan) as rounds:
        read = told(rounds, *[(SEEN + END) * 2] * number, (SEEN + END) * 2 + early)

    assert planned.facts() == [[1, 1]] * number + [[None, None]] * (4 - number)
    assert read == [*[[f"{n}"] * 2 for n in range(1, number + 1)], []]


def test_what_a_process_sends_for_a_round_that_it_has_not_got_is_no_part_of_the_one_before():
    planned = Planned([job("public")] * 2, [job("secret")] * 2)

    with Rounds(planned.plan) as rounds:
        told(rounds, (SEEN + END) * 2, b'{"printed": "x"}\n' + SEEN + END + SEEN + END)

    assert planned.facts() == [[1, 1], [1, 1]]
    assert [run.printed for run in planned.sent[0]] == ["", ""]


def test_a_single_job_that_does_not_end_has_its_run_all_the_same():
    planned = Planned([job("public")], [job("secret")])

    with Rounds(planned.plan) as rounds:
        told(rounds, b'{"loading": 0}\n', end=End.TIMEOUT)

    (run,), second = planned.sent
    assert run.end is End.TIMEOUT
    assert run.loading == 0
    assert second == [None]


@pytest.mark.parametrize(
    "later", [b"", ALONE + END, SEEN + ALONE + END, b"{}\n", SEEN + END + SEEN]
)
def test_without_an_honest_run_in_a_later_round_the_first_one_stays(later):
    planned = Planned([job("public")], [job("secret")])

    with Rounds(planned.plan) as rounds:
        told(rounds, SEEN + END, later)

    assert planned.facts() == [[1], [None]]


@pytest.mark.parametrize("end", [End.TIMEOUT, End.CRASHED])
def test_of_a_process_that_ends_in_a_later_round_the_jobs_before_its_end_stay(end):
    planned = Planned([job("public")] * 2, [job("secret")] * 3, [job("more")])

    with Rounds(planned.plan) as rounds:
        told(rounds, (SEEN + END) * 2, SEEN + END + SEEN, end=end)

    assert planned.facts() == [[1, 1], [1, None, None], [None]]


def test_where_the_server_dies_the_plan_is_told_of_no_runs():
    planned = Planned([job("public")] * 2, [job("secret")])

    with Rounds(planned.plan) as rounds:
        rounds.end(None)

    assert planned.sent == [[None, None], [None]]


def test_nothing_more_than_a_pipe_takes_is_handed_over_and_nobody_waits():
    planned = Planned([job("public")], [job("secret", "#" * (3 << 20))])

    with Rounds(planned.plan) as rounds:
        read = told(rounds, SEEN + END, END)

    assert planned.facts() == [[1], [None]]
    assert read == [[], []]


def test_a_process_that_has_ended_is_handed_nothing():
    planned = Planned([job("public")], [job("secret")])

    with Rounds(planned.plan) as rounds:
        os.close(rounds.more)
        rounds.more = -1
        rounds.look(bytearray(SEEN + END))
        rounds.end(ChildReply(SEEN + END))

    assert planned.facts() == [[1], [None]]


def test_cases_before_the_first_one_that_is_asked_for_are_not_taken():
    later = replace(job("secret"), first=1, cases=2)
    planned = Planned([job("public")] * 2, [later], [later])

    with Rounds(planned.plan) as rounds:
        told(rounds, (SEEN + END) * 2, SEEN.replace(b": 0", b": 1") + END, SEEN + END)

    assert planned.facts() == [[1, 1], [1], [None]]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("before", [0, 1])
def test_a_process_that_has_told_all_of_the_last_round_ends_before_anybody_looks_at_it(
    count, before
):
    rounds_before = [[job("public")] * count] * before
    planned = Planned(*rounds_before, LastRound([job("secret")] * count))

    with Rounds(planned.plan) as rounds:
        data = bytearray()
        for part in [(SEEN + END) * count] * (before + 1):
            data += part
            rounds.look(data)
        looked_at = len(planned.sent)
        os.set_blocking(rounds.more, False)
        handed_over = os.read(rounds.more, 1 << 20)
        closed = os.read(rounds.more, 1 << 20) == b""  # Otherwise it would have to wait.
        rounds.end(ChildReply(bytes(data) + END))

    assert (looked_at, closed) == (before, True)
    assert handed_over.count(b"secret") == count * before
    assert planned.facts() == [[1] * count] * (before + 1)


@pytest.mark.parametrize("late", EARLY)
@pytest.mark.parametrize("count", [1, 2])
def test_whoever_says_more_after_the_last_round_has_said_nothing_in_it(late, count):
    planned = Planned(LastRound([job("public")] * count))

    with Rounds(planned.plan) as rounds:
        rounds.look(bytearray((SEEN + END) * count))
        rounds.end(ChildReply((SEEN + END) * count + END + late))

    (runs,) = planned.sent
    assert [run and run.end for run in runs] == [End.MALFORMED if count == 1 else None] * count


@pytest.mark.parametrize("end", [End.CRASHED, End.TIMEOUT])
def test_how_a_process_ends_after_the_last_round_changes_nothing_of_it(end):
    planned = Planned(LastRound([job("secret")]))

    with Rounds(planned.plan) as rounds:
        data = bytearray(SEEN + END)
        rounds.look(data)
        rounds.end(ChildReply(bytes(data), end))

    assert planned.facts() == [[1]]
    assert planned.sent[0][0].end is End.DONE


def test_what_has_been_told_of_the_last_round_counts_though_the_server_dies_then():
    planned = Planned([job("public")], LastRound([job("secret")]))

    with Rounds(planned.plan) as rounds:
        data = bytearray(SEEN + END)
        rounds.look(data)
        data += SEEN + END
        rounds.look(data)
        rounds.end(None)

    assert planned.facts() == [[1], [1]]


def test_the_time_of_the_last_round_is_not_that_of_the_process_end():
    planned = Planned(LastRound([job("public")]))

    with Rounds(planned.plan) as rounds:
        rounds.look(bytearray(SEEN + END))
        rounds.end(ChildReply(SEEN + END, seconds=99.0))

    ((run,),) = planned.sent
    assert run.seconds < 99.0
