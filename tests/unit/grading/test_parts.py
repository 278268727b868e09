"""Programs in parts, by what is asked for and what came of it: no process runs here."""

from __future__ import annotations

import pytest

from autograder.grading.parts import is_whole, judge_so_far, run_in_parts
from autograder.judging import CaseKey, Key, Rubric, RubricLine
from autograder.observations import Observation
from autograder.runs import LoadFailure, Run
from autograder.sandbox import Job, LastRound

CASES = 4
CLAIMS = ("moves", "trains")
FORGETS = "def step(W):\n    return W\n"
REMEMBERS = f"seen = []\n{FORGETS}"


def job(source=FORGETS, cases=CASES):
    return Job("ex", "", source, "step", CLAIMS, "secret", cases)


def run(**numbers):
    """The run of a program that shows these *numbers*, on one case after the other."""
    seen = {
        claim: tuple(Observation({"it": number}) for number in several)
        for claim, several in numbers.items()
    }
    return Run(seen, seconds=1.0)


def numbers_in(one):
    return one and {
        claim: [case.facts["it"] for case in cases] for claim, cases in one.observations.items()
    }


def asked(jobs):
    return [(one.names, one.first, one.cases) for one in jobs]


def in_parts(jobs, *sent, holding, parts=True):
    """What is asked for in each round if these runs are *sent*, and the runs that are made of them."""
    rounds = run_in_parts(dict(enumerate(jobs)), lambda n, _: holding[n], parts=parts)
    given = [asked(next(rounds))]
    for runs in sent:
        try:
            given.append(asked(rounds.send(runs)))
        except StopIteration as end:
            assert runs is sent[-1]
            return given, {number: numbers_in(one) for number, one in end.value.items()}
    return pytest.fail("it goes on")


def test_a_program_of_which_no_claim_holds_on_its_first_case_is_run_on_no_other():
    first = [run(moves=[1], trains=[2]), run(moves=[3], trains=[4])]
    rest = [run(moves=[50, 51, 52], trains=[60, 61, 62])]

    given, runs = in_parts([job()] * 2, first, rest, holding=[False, True])

    assert given == [[(CLAIMS, 0, 1)] * 2, [(CLAIMS, 1, CASES)]]
    assert runs == {
        0: {"moves": [1], "trains": [2]},
        1: {"moves": [3, 50, 51, 52], "trains": [4, 60, 61, 62]},
    }


def test_where_no_claim_of_any_holds_there_is_no_second_part():
    given, runs = in_parts([job()], [run(moves=[1], trains=[2])], holding=[False])

    assert given == [[(CLAIMS, 0, 1)]]
    assert runs == {0: {"moves": [1], "trains": [2]}}


@pytest.mark.parametrize(
    ("one", "parts"), [(job(REMEMBERS), True), (job(cases=1), True), (job(), False)]
)
def test_all_cases_are_run_in_one_go_where_parts_could_differ_or_save_nothing(one, parts):
    whole = run(moves=[1] * one.cases, trains=[2] * one.cases)

    given, runs = in_parts([one], [whole], holding=[True], parts=parts)

    assert given == [[(CLAIMS, 0, one.cases)]]
    assert runs == {0: numbers_in(whole)}


def test_what_could_not_be_loaded_has_no_second_part():
    lacks = Run(load=LoadFailure("syntax", None))

    given, runs = in_parts([job()], [lacks], holding=[True])

    assert len(given) == 1
    assert runs == {0: {}}


def test_those_that_are_not_through_when_another_ends_the_process_are_left_out():
    first = [run(moves=[1], trains=[2]), run(moves=[3], trains=[4]), None, None]

    given, runs = in_parts([job()] * 4, first, holding=[True, False, True, True])

    assert len(given) == 1
    assert runs == {1: {"moves": [3], "trains": [4]}, 2: None, 3: None}


def test_one_that_ends_the_process_in_the_second_part_has_no_run_and_nor_have_those_after_it():
    first = [run(moves=[1], trains=[2]), run(moves=[3], trains=[4]), run(moves=[5], trains=[6])]
    rest = [run(moves=[10] * 3, trains=[20] * 3), None, None]

    _, runs = in_parts([job()] * 3, first, rest, holding=[True] * 3)

    assert runs == {0: {"moves": [1, *[10] * 3], "trains": [2, *[20] * 3]}, 1: None, 2: None}


KEY = Key(
    "ex", "secret", {claim: (CaseKey(Observation({"it": 1}), {}),) * CASES for claim in CLAIMS}
)
RUBRIC = Rubric(tuple(RubricLine(claim, 1.0) for claim in CLAIMS))


@pytest.mark.parametrize(
    ("moves", "trains", "whole"),
    [([1] * 4, [1] * 4, True), ([0], [1] * 4, True), ([0], [0], True), ([1, 1, 1, 0], [0], True),
     ([1], [1] * 4, False), ([0], [1, 1, 1], False)],
)  # fmt: skip
def test_a_claim_holds_only_if_it_has_been_run_on_all_cases(moves, trains, whole):
    one = run(moves=moves, trains=trains)

    verdict = judge_so_far(one, KEY, RUBRIC)

    assert [check.reason is None for check in verdict.checks] == [all(moves), all(trains)]
    assert is_whole(verdict, one, KEY) == whole


@pytest.mark.parametrize(("source", "first_is_last"), [(FORGETS, False), (REMEMBERS, True)])
def test_the_last_round_is_known_as_such_so_that_its_process_waits_for_nobody(
    source, first_is_last
):
    rounds = run_in_parts({0: job(source)}, lambda *_: True, parts=True)
    given = [next(rounds)]
    if not first_is_last:
        given.append(rounds.send([run(moves=[1], trains=[2])]))

    assert [isinstance(jobs, LastRound) for jobs in given] == [False] * (not first_is_last) + [True]
