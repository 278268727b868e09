"""What learners wait for while others of their class mean harm, in a simulated class."""

from __future__ import annotations

import math
import random
import statistics
from dataclasses import replace

import pytest
from rush import LONG, LOOP, SLEEP, Class, Program, honest, hostile, once

#: When those who mean harm begin, and how many seconds later all is over.
BEGIN, LASTS = 60.0, 50.0


def class_with(harm, quick_ones=0, others=(), lasts=LASTS, honest_ones=160):
    """A class of honest learners who save every 15 s, and of one hostile one for each program of *harm*."""
    class_, chance = Class(), random.Random(0)
    for number in range(honest_ones):
        class_.begin(honest(class_, f"honest {number}", 15.0, chance))
    for number, program in enumerate(harm):
        class_.begin(hostile(class_, f"hostile {number}", BEGIN, program, quick_ones))
    for who, after, program in others:
        class_.begin(once(class_, who, BEGIN + after, program))
    class_.last(BEGIN + lasts)
    return class_


@pytest.fixture(scope="module")
def peace():
    return class_with([])


@pytest.mark.parametrize("quick_ones", [0, 1])
@pytest.mark.parametrize("harm", [[LOOP] * 40, [SLEEP] * 40, [LOOP, SLEEP] * 30])
def test_nobody_waits_twice_as_long_while_many_bring_endless_programs_at_once(
    peace, harm, quick_ones
):
    rush = class_with(harm, quick_ones)

    assert rush.late("honest", BEGIN) < 2 * peace.late("honest", BEGIN)
    assert max(rush.waited("honest", BEGIN)) < 1.0


@pytest.mark.parametrize("quick_ones", [0, 1])
@pytest.mark.parametrize("harm", [LOOP, SLEEP])
def test_loop_after_loop_each_given_up_after_its_first_try_hold_nobody_up_for_long(
    peace, harm, quick_ones
):
    rush = class_with([replace(harm, is_overtaken=True)] * 40, quick_ones)

    assert rush.late("honest", BEGIN + 10) < 2 * peace.late("honest", BEGIN)
    assert max(rush.waited("honest", BEGIN)) < 2.0


@pytest.mark.parametrize("others", [[], [LOOP, SLEEP] * 10])
def test_nobody_waits_twice_as_long_while_many_have_quick_programs_checked_on_and_on(peace, others):
    rush = class_with([Program(0.05)] * (40 - len(others)) + others)

    assert rush.late("honest", BEGIN + 5) < 2 * peace.late("honest", BEGIN)
    assert max(rush.waited("honest", BEGIN)) < 0.5


@pytest.mark.parametrize("harm", [[LOOP, SLEEP] * 20, [Program(0.05)] * 40])
def test_whoever_saves_often_in_a_rush_comes_before_those_who_do_harm(harm):
    often = [("honest 3", 10 + 2.0 * number, Program(0.05)) for number in range(20)]
    rush = class_with(harm, others=often)

    assert max(rush.waited("honest 3", BEGIN)) < 2.0


def test_all_who_asked_are_answered(peace):
    rush = class_with([LOOP, SLEEP] * 20)

    assert len(rush.waited("honest")) == pytest.approx(len(peace.waited("honest")), abs=5)


@pytest.mark.parametrize("harm", [LOOP, SLEEP])
def test_who_is_new_waits_for_first_tries_of_others_who_are_new_and_for_no_more(harm):
    rush = class_with([harm] * 40, others=[("new", 0.0, Program(0.05))])

    assert rush.waited("new")[0] < 40 * 0.15


def test_a_program_that_needs_a_second_try_waits_for_none_that_gets_all_its_time():
    rush = class_with([LOOP] * 40, others=[("honest 3", 20.0, Program(0.7))])

    assert 0.7 < max(rush.waited("honest 3")) < 3.0


def test_many_who_looked_quick_first_hold_others_up_for_seconds_and_once_only():
    rush = class_with([LOOP] * 40, quick_ones=3, lasts=150.0)
    late = [asked for who, asked, passed in rush.waits if who.startswith("honest") and passed > 0.5]

    assert len(late) > 0
    assert max(late) < BEGIN + 5
    assert max(rush.waited("honest", BEGIN)) < 5.0


def test_a_second_try_does_not_wait_for_ever_new_first_ones():
    one_after_the_other = [(f"new {n}", n / 25, Program(0.1)) for n in range(1_200)]
    rush = class_with([], others=[("late", 5.0, Program(0.7)), *one_after_the_other])

    assert rush.waited("late")[0] < 15.0


def test_a_class_whose_right_programs_take_long_is_answered_in_their_first_tries():
    class_, chance = Class(), random.Random(0)
    for number in range(30):
        program = Program(chance.uniform(0.85, 0.98), exercise=LONG)
        class_.begin(honest(class_, f"honest {number}", 30.0, chance, program))
    class_.last(300.0)
    waited = class_.waited("honest", since=60.0)

    assert len(waited) > 30 * 7
    assert statistics.median(waited) < 2.0
    assert max(waited) < 10.0


def test_who_is_new_and_slow_waits_for_no_first_tries_of_those_who_check_on_and_on():
    """These have had much, so their first tries are where others wait for their second."""
    others = [("new and slow", 15.0, Program(0.7)), ("new and loops", 15.0, LOOP)]
    rush = class_with([Program(0.05)] * 20, quick_ones=3, others=others, honest_ones=60, lasts=75.0)

    assert rush.waited("new and slow")[0] < 5.0
    assert rush.waited("new and loops")[0] < 50.0


@pytest.mark.parametrize("quick_ones", [0, 3])
def test_loops_where_right_programs_take_long_hold_up_none_whose_programs_are_short(quick_ones):
    loop = Program(math.inf, exercise=LONG)
    others = [(f"right {n}", n - BEGIN, Program(0.9, exercise=LONG)) for n in range(10)]
    others += [(f"new {n}", 3.0 * n, Program(0.05)) for n in range(5)]
    rush = class_with([loop] * 40, quick_ones, others)

    assert rush.late("honest", BEGIN) < 0.5
    assert max(rush.waited("honest", BEGIN)) < 2.0
    assert max(rush.waited("new")) < 5.0
