"""Places, lanes and tries of a class: whose program runs next, where, and for how long."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("starlette")


from steps import REBINDS, RIGHT, STEP

from autograder.authoring import load_programs
from autograder.classroom import stores
from autograder.classroom.judged import Judged
from autograder.classroom.lanes import Lane, Standing, Try
from autograder.classroom.places import ClosedError, LocalPlace
from autograder.classroom.pool import Pool, lanes_of
from autograder.classroom.priorities import stand_back
from autograder.classroom.queueing import Queue, Used
from autograder.classroom.trying import Tries
from autograder.grading import Grader
from autograder.grading.pool import cores
from autograder.judging import Outcome, Verdict, broken_verdict
from autograder.runs import End
from autograder.sandbox import open_runner
from autograder.sandbox.kinds import CHECKING
from autograder.submissions import Sources
from autograder.web.newest import Cancellation, NewestFirst, OvertakenCheckError, Stoppable

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
#: The check of a text that nobody overtakes.
WANTED = Cancellation()


@pytest.fixture(scope="module")
def pool(course):
    with Pool(course, "process", size=1) as pool:
        yield pool


def done_of(*asked):
    """What is done of checks, by name and exercise, the others asked for while the first is made."""

    async def story():
        turns, done, go = NewestFirst(), [], asyncio.Event()

        async def ask(name, exercise):
            try:
                async with turns.turn(exercise):
                    await go.wait()
                    done.append(name)
            except OvertakenCheckError:
                done.append(f"not {name}")

        tasks = [asyncio.create_task(ask(*one)) for one in asked]
        for _ in range(5):
            await asyncio.sleep(0)
        go.set()
        await asyncio.gather(*tasks)
        await ask("later", STEP)
        return done

    return asyncio.run(story())


def test_of_several_requests_that_wait_only_the_newest_is_done():
    done = done_of(("first", STEP), ("second", STEP), ("third", STEP))

    assert done == ["not second", "first", "third", "later"]


def test_of_checks_of_several_exercises_all_are_made_in_the_order_in_which_they_came():
    done = done_of(("a", "A"), ("b", "B"), ("c", "C"), ("newer b", "B"))

    assert done == ["not b", "a", "newer b", "c", "later"]


def test_a_request_that_is_given_up_while_it_waits_blocks_nobody():
    async def story():
        turns, go = NewestFirst(), asyncio.Event()

        async def ask():
            async with turns.turn(STEP):
                await go.wait()

        first, second = asyncio.create_task(ask()), asyncio.create_task(ask())
        for _ in range(5):
            await asyncio.sleep(0)
        go.set()
        await asyncio.sleep(0)
        second.cancel()  # It may have its turn already, and not know of it.
        third = asyncio.create_task(ask())
        third.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        await asyncio.wait_for(ask(), 5)

    asyncio.run(story())


def test_a_turn_that_is_given_up_before_it_begins_is_the_next_ones():
    async def story():
        turns, go = NewestFirst(), asyncio.Event()

        async def ask():
            async with turns.turn(STEP):
                await go.wait()

        tasks = [asyncio.create_task(ask()) for _ in range(2)]
        for _ in range(5):
            await asyncio.sleep(0)
        go.set()  # The second has the turn, and before it knows a third waits, and it is given up.
        third = asyncio.create_task(ask())
        asyncio.get_running_loop().call_soon(tasks[1].cancel)
        await asyncio.wait_for(third, 5)

    asyncio.run(story())


class Bare:
    """A place at which nothing is checked; it is settled when it is told to be."""

    def __init__(self, seconds=0.0, may_settle=None):
        self._seconds, self._may_settle = seconds, may_settle

    def settled(self):
        if self._may_settle is not None:
            assert self._may_settle.wait(30)
        return self._seconds


def queue_of(*places, used=None, rush_at=None):
    """A queue in which all lanes lead to the same places."""
    return Queue(dict.fromkeys(Lane, places), used or Used(), rush_at)


def test_a_place_is_given_on_once_nothing_is_left_of_the_program_before():
    used, told, order, may_settle = Used(), [], [], threading.Event()
    queue = queue_of(Bare(2.0, may_settle), used=used)

    def come():
        with queue.turn("second", Lane.QUICK, WANTED):
            order.append("the second begins")

    with ThreadPoolExecutor(1) as threads:
        with queue.turn("first", Lane.QUICK, WANTED) as turn:
            turn.then = told.append
        order.append("the first has a verdict")
        second = threads.submit(come)
        while not queue._waiting:
            threading.Event().wait(0.001)
        assert used.of("first") == 0, "not known yet"
        order.append("the place is cleared")
        may_settle.set()
        second.result(30)

    assert order == ["the first has a verdict", "the place is cleared", "the second begins"]
    assert told == [2.0]
    assert used.of("first") == pytest.approx(2.0, rel=0.1)


def test_nobody_gets_another_place_before_the_last_one_is_cleared():
    """A program may give its answer at once and keep its place busy for long after."""
    may_settle = threading.Event()
    queue, came = queue_of(Bare(2.0, may_settle), Bare(2.0, may_settle)), []

    def come(who):
        with queue.turn(who, Lane.QUICK, WANTED):
            came.append(who)

    with ThreadPoolExecutor(2) as threads:
        come("again and again")
        second = threads.submit(come, "again and again")
        while not queue._waiting:
            threading.Event().wait(0.001)
        threads.submit(come, "another").result(30)
        assert came == ["again and again", "another"]
        may_settle.set()
        second.result(30)

    assert came == ["again and again", "another", "again and again"]


def test_a_place_is_free_again_where_no_thread_could_clear_it(monkeypatch):
    used = Used()
    queue = queue_of(Bare(2.0), used=used)

    def refused(*_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(queue._clearing, "submit", refused)
    for who in ("first", "second"):
        with queue.turn(who, Lane.QUICK, WANTED):
            pass

    assert not queue.is_busy
    assert used.of("first") == pytest.approx(2.0, rel=0.1)


def test_a_scheduler_with_many_workers_is_in_no_rush_because_this_machine_has_few_cores():
    places = [Bare() for _ in range(cores() + 1)]
    here, elsewhere = queue_of(*places), queue_of(*places, rush_at=len(places))
    with contextlib.ExitStack() as taken:
        for number in range(cores()):
            taken.enter_context(here.turn(str(number), Lane.QUICK, WANTED))
            taken.enter_context(elsewhere.turn(str(number), Lane.QUICK, WANTED))

        assert here.is_rush
        assert not elsewhere.is_rush


def test_a_program_with_which_a_server_broke_is_charged_and_makes_nobody_known(course):
    class Breaks(Bare):
        def verdict(self, *_):
            threading.Event().wait(0.05)
            rubric = Grader(course, open_runner()).rubric(course.exercise(STEP))
            return broken_verdict(STEP, rubric, "the server ended")

    with Pool(course, "process", size=1) as pool:
        pool._queue = queue_of(Breaks(), used=pool._used)
        pool._run("anna", Sources(RIGHT), course.exercise(STEP), WANTED)

        assert pool._used.of("anna") >= 0.04
        assert pool._standing.first_try("anna", is_rush=False).lane is Lane.BEHIND


def test_a_program_that_gets_less_time_than_its_exercise_gives_has_less_patience_too(course):
    grader, exercise = Grader(course, open_runner()), course.exercise(STEP)
    usual = grader.job(RIGHT, exercise, "public").limits
    grader.most = usual.seconds / 4
    cut = grader.job(RIGHT, exercise, "public").limits

    assert usual.patience == 4 * usual.seconds
    assert (cut.seconds, cut.patience) == (usual.seconds / 4, usual.seconds / 2)


def test_whoever_had_the_least_time_lately_is_let_in_first():
    used = Used()
    used.add("modest", 1)
    used.add("greedy", 50)
    queue, order, held = queue_of(Bare(), used=used), [], threading.Event()

    def come(who):
        with queue.turn(who, Lane.QUICK, WANTED):
            order.append(who)

    with ThreadPoolExecutor(3) as threads:
        with queue.turn("somebody", Lane.QUICK, WANTED):
            waiting = []
            for who in ("greedy", "modest", "new"):
                waiting.append(threads.submit(come, who))
                while len(queue._waiting) < len(waiting):
                    held.wait(0.001)
        for one in waiting:
            one.result(30)
    assert order == ["new", "modest", "greedy"]


def test_in_a_lane_those_who_come_ahead_are_let_in_first_whatever_they_have_had():
    used, order = Used(), []
    used.add("known", 5)
    queue = queue_of(Bare(), used=used)

    def come(who):
        with queue.turn(who, Lane.AGAIN, WANTED, ahead=who == "known"):
            order.append(who)

    with ThreadPoolExecutor(2) as threads:
        with queue.turn("somebody", Lane.QUICK, WANTED):
            waiting = []
            for who in ("new", "known"):
                waiting.append(threads.submit(come, who))
                while len(queue._waiting) < len(waiting):
                    threading.Event().wait(0.001)
        for one in waiting:
            one.result(30)

    assert order == ["known", "new"]


def test_who_is_new_leaves_a_quick_place_to_those_who_are_known():
    places = [Bare() for _ in range(6)]
    queue = Queue(lanes_of(places), Used())
    with contextlib.ExitStack() as taken:
        for number in range(3):
            taken.enter_context(queue.turn(f"new {number}", Lane.BEHIND, WANTED))
        known = taken.enter_context(queue.turn("known", Lane.QUICK, WANTED)).place

    assert known is places[0]


def test_first_tries_that_may_take_long_leave_half_of_the_quick_places_to_others():
    places = [Bare() for _ in range(6)]
    queue = Queue(lanes_of(places), Used())
    with contextlib.ExitStack() as taken:
        for number in range(2):
            taken.enter_context(queue.turn(f"long {number}", Lane.LONG, WANTED))
        others = [
            taken.enter_context(queue.turn(who, lane, WANTED)).place
            for who, lane in (("new", Lane.BEHIND), ("known", Lane.QUICK))
        ]

    assert others == [places[1], places[0]]


@pytest.mark.parametrize("count", [2, 3, 4, 9])
def test_every_lane_leads_somewhere_however_few_places_there_are(count):
    places = list(range(count))
    lanes = lanes_of(places)

    assert all(lanes[lane] for lane in Lane)
    assert {place for lane in Lane for place in lanes[lane]} == set(places)
    assert not set(lanes[Lane.WHOLE]) & set(lanes[Lane.QUICK])


@on_linux
def test_a_place_whose_server_has_ended_has_another_one_before_it_is_given_on(course):
    """Whoever comes next would wait for its start, for seconds, whatever had ended it."""
    exercise = course.exercise(STEP)
    with closing(LocalPlace(course, "process", Grader(course, open_runner()), 5)) as place:
        place.warm_up()
        before = set(place._grading.runner.pids)
        place.verdict(Sources(RIGHT), exercise, WANTED)
        for pid in before:
            os.killpg(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # its end takes a moment
        place.settled()
        after = set(place._grading.runner.pids)
        niceness = {os.getpriority(os.PRIO_PROCESS, pid) for pid in after}
        verdict = place.verdict(Sources(RIGHT), exercise, WANTED)

        assert verdict.outcome is Outcome.PASSED
        assert set(place._grading.runner.pids) == after
    assert len(after) == len(before)
    assert not after & before
    assert niceness == {5}, "and it stands back before it runs anything"


def test_who_has_brought_a_loop_is_behind_until_three_programs_have_ended_soon():
    standing, lanes = Standing(Used()), []
    for took_long in (False, False, False, True, False, False, False, False):
        this = standing.first_try("anna", is_rush=False)
        lanes.append(this.lane.value)
        standing.next_try(this, took_long=took_long)

    assert lanes == [*["behind"] * 3, "quick", *["behind"] * 3, "quick"]


def test_what_needs_more_time_has_three_tries_and_makes_nobody_known():
    standing = Standing(Used())
    tries = [standing.first_try("anna", is_rush=False)]
    while (following := standing.next_try(tries[-1], took_long=True)) is not None:
        tries.append(following)
    ended_late = standing.next_try(tries[1], took_long=False)

    assert [this.lane for this in tries] == [Lane.BEHIND, Lane.AGAIN, Lane.WHOLE]
    assert ended_late is None
    assert standing.first_try("anna", is_rush=False).lane is Lane.BEHIND


def test_whoever_is_known_is_ahead_with_what_needs_more_time_and_with_no_first_try():
    used = Used()
    standing = Standing(used)
    for _ in range(3):
        standing.next_try(standing.first_try("known", is_rush=False), took_long=False)
    known, new = (standing.first_try(who, is_rush=False) for who in ("known", "new"))
    used.add("known", 20.0)
    heavy = standing.first_try("known", is_rush=False)
    second_ones = [standing.next_try(this, took_long=True) for this in (known, new, heavy)]

    assert not any(this.is_ahead for this in (known, new, heavy))
    assert [this.is_ahead for this in second_ones] == [True, False, True]


def test_what_needs_long_first_tries_leaves_quick_places_to_what_is_short():
    standing = Standing(Used())
    for _ in range(3):
        standing.next_try(standing.first_try("anna", is_rush=False), took_long=False)

    assert standing.first_try("anna", is_rush=False).lane is Lane.QUICK
    assert standing.first_try("anna", is_rush=False, is_short=False).lane is Lane.LONG


def test_whoever_waits_when_the_class_ends_is_told_so():
    queue = queue_of(Bare())

    def come():
        with queue.turn("late", Lane.QUICK, WANTED):
            pass

    with ThreadPoolExecutor(1) as threads:
        with queue.turn("somebody", Lane.QUICK, WANTED):
            late = threads.submit(come)
            while not queue._waiting:
                threading.Event().wait(0.001)
            queue.close()
            with pytest.raises(ClosedError):
                late.result(30)
        with pytest.raises(ClosedError):
            come()


def test_a_text_that_was_judged_is_not_run_again_unless_its_author_asks_again(
    course, pool, monkeypatch
):
    came = spied(pool, monkeypatch)
    told = [
        pool.check(
            who, stores.Sources(f"{REBINDS}# {text}\n"), course.exercise(STEP), language, WANTED
        )
        for who, text, language in [
            ("cili", "mine", "en"),
            ("dora", "mine", "hu"),
            ("dora", "ours", "en"),
            ("dora", "ours", "en"),
            ("cili", "ours", "en"),
        ]
    ]
    assert [who for who, *_ in came] == ["cili", "dora", "dora"]
    assert told[0].verdict.checks == told[1].verdict.checks
    assert told[0].checks[0].message != told[1].checks[0].message  # each in their language


@pytest.mark.parametrize(
    "program",
    [
        "def step_no_grad(W, lr):\n    import os; os._exit(3)\n",
        "def step_no_grad(W, lr):\n    import sys; sys._getframe(1)\n",
    ],
)
def test_what_more_than_the_text_decides_is_run_for_each(course, pool, monkeypatch, program):
    came = spied(pool, monkeypatch)
    for who in ("emil", "flora"):
        pool.check(who, stores.Sources(program), course.exercise(STEP), "en", WANTED)
    assert [who for who, *_ in came] == ["emil", "flora"]


def test_an_exercise_that_was_changed_is_run_again(course, tmp_path):
    exercise = course.exercise(STEP)
    folder = shutil.copytree(exercise.checks_path.parent, tmp_path / STEP)
    mine, judged = replace(exercise, folder=folder), Judged()
    judged.note(stores.Sources(RIGHT), mine, Verdict(STEP, Outcome.PASSED, ()))
    assert judged.verdict("anna", stores.Sources(RIGHT), mine) is not None
    os.utime(mine.key_path, (1, 1))
    assert judged.verdict("bela", stores.Sources(RIGHT), mine) is None


@pytest.mark.parametrize(
    ("had", "of_others", "in_quiet", "in_a_rush"),
    [
        (0.25, [0.1] * 9, "quick", "quick"),  # a few checks are never much
        (1.5, [0.1] * 9, "quick", "again"),
        (1.5, [1.1] * 9, "quick", "quick"),  # less than half as much again as others have had
        (1.5, [0.2] * 5 + [30.0] * 4, "quick", "again"),  # whatever a few have had
        (3.5, [3.0] * 9, "quick", "again"),  # whatever others have had
        (12.0, [5.0] * 9, "again", "again"),
    ],
)
def test_in_a_rush_whoever_has_had_more_than_most_leaves_the_quick_places_to_others(
    had, of_others, in_quiet, in_a_rush
):
    used = Used()
    standing = Standing(used)
    for _ in range(3):
        standing.next_try(Try("greedy", Lane.BEHIND, is_known=False), took_long=False)
    all_had = {"greedy": had, **{f"learner {n}": seconds for n, seconds in enumerate(of_others)}}
    for seconds_of in (
        dict.fromkeys(all_had, 0.0),
        all_had,
    ):  # All have come before any has had much.
        for who, seconds in seconds_of.items():
            used.add(who, seconds)
    tries = [standing.first_try("greedy", is_rush=is_rush) for is_rush in (False, True)]

    assert [this.lane.value for this in tries] == [in_quiet, in_a_rush]


def test_whoever_is_new_is_taken_to_have_had_what_most_have_had():
    used = Used(lambda: 0.0)
    for who, seconds in {"one": 0.0, "two": 0.0, "three": 0.0}.items():
        used.add(who, seconds)
    for who, seconds in {"one": 0.125, "two": 0.25, "three": 9.0}.items():
        used.add(who, seconds)
    used.add("new", 0.125)

    assert used.of("new") == 0.375


def test_who_is_new_does_not_answer_for_the_only_one_who_was_there():
    used = Used(lambda: 0.0)
    used.add("loops", 8.0)
    used.add("new", 0.125)

    assert used.of("new") == 0.625


@pytest.mark.parametrize(
    ("exercise_id", "passes", "times"),
    [
        (STEP, [], (0.5, 1.0)),
        (STEP, [5.0], (0.5, 1.0)),
        (STEP, [0.1], (0.3, 1.0)),
        (STEP, [0.01], (0.1, 1.0)),
        (STEP, [0.1, 0.1, 5.0], (0.3, 1.0)),  # whatever one program needs
        (STEP, [5.0] * 50 + [0.1] * 20, (0.3, 1.0)),  # what programs take lately
        ("capstone", [], (0.5, 1.0)),
        ("capstone", [0.4], (1.2, 2.4)),  # as its sheet gives more time
        ("capstone", [90.0] * 20, (1.5, 3.0)),  # however much that is
    ],
)
def test_a_program_gets_a_few_times_at_first_what_right_ones_take(
    course, exercise_id, passes, times
):
    exercise, tries = course.exercise(exercise_id), Tries(lambda: 2.0)
    for number, seconds in enumerate(passes):
        tries.note(str(number), Verdict(exercise_id, Outcome.PASSED, ()), seconds * 2)
    tries.note("another", Verdict(exercise_id, Outcome.TIMEOUT, ()), 0.001)
    lanes = [tries.seconds(lane, exercise) / 2 for lane in Lane]

    assert lanes == pytest.approx([*[times[0]] * 3, times[1], math.inf])
    assert tries.is_short(exercise) is (times[0] <= 0.5)
    assert tries.seconds(Lane.QUICK, course.exercise("zero_it")) == 1.0, "of which nothing is known"


def test_nobody_makes_the_first_tries_of_others_longer_by_passing_slowly_again_and_again(course):
    tries = Tries(lambda: 1.0)
    for number in range(5):
        tries.note(str(number), Verdict(STEP, Outcome.PASSED, ()), 0.1)
    for _ in range(50):
        tries.note("slow", Verdict(STEP, Outcome.PASSED, ()), 5.0)

    assert tries.seconds(Lane.QUICK, course.exercise(STEP)) == pytest.approx(0.3)


@pytest.mark.nightly
@pytest.mark.parametrize("exercise_id", ["capstone", "bug_hunt", "batches"])
def test_every_right_program_ends_in_its_second_try_at_most(course, exercise_id):
    exercise, tries = course.exercise(exercise_id), Tries()
    programs = load_programs(course, exercise)
    with closing(LocalPlace(course, "process", Grader(course, open_runner()))) as place:
        place.warm_up()
        verdict = place.verdict(Sources(programs.reference), exercise, WANTED)
        tries.note("reference", verdict, place.settled())
        seconds = tries.seconds(Lane.AGAIN, exercise)
        slow = {
            name
            for name, source in programs.right.items()
            if place.verdict(Sources(source), exercise, WANTED, seconds).outcome
            is not Outcome.PASSED
        }

    assert verdict.outcome is Outcome.PASSED
    assert not slow


@pytest.mark.nightly
def test_a_cluster_of_dask_judges_as_this_machine_does_and_is_left_at_once(course):
    distributed = pytest.importorskip("distributed")
    exercise, story = course.exercise(STEP), []
    loop = stores.Sources("def step_no_grad(W, lr):\n    while True: pass\n")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )

    def wait_for_the_loop():
        with pytest.raises(ClosedError):
            pool.check("hostile", loop, exercise, "en", WANTED)
        story.append("given up")

    with cluster, Pool(course, "process", scheduler=cluster.scheduler_address) as pool:
        pool.warm_up()
        for program in (RIGHT, REBINDS):
            feedback = pool.check("anna", stores.Sources(program), exercise, "en", WANTED)
            story += [feedback.verdict.outcome.value, *feedback.verdict.misconceptions]
        thread = threading.Thread(target=wait_for_the_loop)
        thread.start()
        while not pool._queue.is_busy:
            threading.Event().wait(0.01)
        pool.close()
        thread.join(60)
    assert story == ["passed", "failed", "rebinds_parameter", "given up"]


@pytest.mark.nightly
def test_a_class_that_ends_waits_for_no_loop_and_leaves_no_server(course):
    pool, ended = Pool(course, "process", size=1), []
    loop = stores.Sources("def step_no_grad(W, lr):\n    while True: pass\n")

    def wait_for_the_loop(who):
        with pytest.raises(ClosedError):
            pool.check(who, loop, course.exercise(STEP), "en", WANTED)
        ended.append(who)

    with ThreadPoolExecutor(3) as threads:
        for who in ("first", "second", "waits"):
            threads.submit(wait_for_the_loop, who)
        while not pool._queue._waiting:
            threading.Event().wait(0.01)
        pool.close()
    assert sorted(ended) == ["first", "second", "waits"]
    assert not any(place._grading.runner.pids for place in pool._places)


def spied(pool, monkeypatch):
    """Who comes to which lane of *pool* from now on, and whether ahead of others."""
    came, turn = [], pool._queue.turn

    def noted(who, lane, cancellation, *, ahead):
        came.append((who, lane, ahead))
        return turn(who, lane, cancellation, ahead=ahead)

    monkeypatch.setattr(pool._queue, "turn", noted)
    return came


@pytest.mark.nightly
def test_an_endless_loop_leaves_the_quick_place_to_others(course, pool, monkeypatch):
    exercise, came = course.exercise(STEP), spied(pool, monkeypatch)
    loop = stores.Sources("def step_no_grad(W, lr):\n    while True: pass\n")
    right = stores.Sources(f"{RIGHT}# not seen before\n")
    programs = [("hostile", loop), ("honest", right), ("honest", right)]
    outcomes = [
        pool.check(who, one, exercise, "en", WANTED).verdict.outcome.value for who, one in programs
    ]

    assert outcomes == ["timeout", "passed", "passed"]
    assert [lane for who, lane, _ in came if who == "honest"] == [Lane.BEHIND] * 2
    assert [lane for who, lane, _ in came if who == "hostile"] == [
        Lane.BEHIND,
        Lane.AGAIN,
        Lane.WHOLE,
    ]
    assert not any(ahead for *_, ahead in came)


@pytest.mark.nightly
def test_whoever_is_known_comes_ahead_with_what_needs_more_time(course, pool, monkeypatch):
    exercise, came = course.exercise(STEP), spied(pool, monkeypatch)
    loop = stores.Sources("def step_no_grad(W, lr):\n    while True: pass\n")
    for number in range(3):
        pool.check("gita", stores.Sources(f"{RIGHT}# {number}, by Gita\n"), exercise, "en", WANTED)
    pool.check("gita", loop, exercise, "en", WANTED)

    assert came[3:] == [
        ("gita", Lane.QUICK, False),
        ("gita", Lane.AGAIN, True),
        ("gita", Lane.WHOLE, True),
    ]


# Checks that are given up


def test_whoever_waits_with_a_check_that_is_given_up_is_told_and_leaves_the_place_to_others():
    queue, given_up = queue_of(Bare()), Cancellation()

    def come(who, cancellation):
        with queue.turn(who, Lane.QUICK, cancellation):
            return f"{who} has a place"

    with ThreadPoolExecutor(2) as threads:
        with queue.turn("somebody", Lane.QUICK, WANTED):
            overtaken = threads.submit(come, "overtaken", given_up)
            other = threads.submit(come, "other", WANTED)
            while len(queue._waiting) < 2:
                threading.Event().wait(0.01)
            given_up.cancel()
            assert isinstance(overtaken.exception(30), OvertakenCheckError)
        assert other.result(30) == "other has a place"


def test_a_check_that_was_given_up_before_waits_for_nothing():
    queue, given_up = queue_of(Bare()), Cancellation()
    given_up.cancel()
    taken = queue.turn("somebody", Lane.QUICK, WANTED)
    refused = queue.turn("overtaken", Lane.QUICK, given_up)
    with taken, pytest.raises(OvertakenCheckError), refused:
        pytest.fail("it was let in")
    assert queue._waiting == []


def test_what_is_stopped_when_a_check_is_given_up_is_stopped_only_while_it_goes_on():
    given_up, stopped = Cancellation(), []
    with given_up.stopping(lambda: stopped.append("over by then")):
        pass
    with given_up.stopping(lambda: stopped.append("goes on")):
        given_up.cancel()
    assert stopped == ["goes on"]
    with pytest.raises(OvertakenCheckError), given_up.stopping(stopped.clear):
        pytest.fail("it has begun")


@pytest.mark.parametrize("lane", [Lane.AGAIN, Lane.WHOLE])
def test_a_program_that_needs_more_time_is_ended_once_its_check_is_given_up(
    course, pool, monkeypatch, lane
):
    # By itself it would not end before the test does.
    monkeypatch.setattr(pool._tries, "seconds", lambda this, _: 1e4 if this is lane else 0.1)
    exercise = course.exercise(STEP)
    patient = replace(exercise, sheet=exercise.sheet.model_copy(update={"time_limit": 1e4}))
    loop, came = stores.Sources("while True: pass\n"), spied(pool, monkeypatch)
    given_up = Cancellation()
    pool.warm_up()

    with ThreadPoolExecutor(1) as threads:
        check = threads.submit(pool.check, "hedi", loop, patient, "en", given_up)
        try:
            while lane not in [one for _, one, _ in came]:
                threading.Event().wait(0.01)
            at_work = pool._queue._lanes[lane][0]._grading.runner._runners[CHECKING]._errand
            while at_work._control is None:
                threading.Event().wait(0.01)
        finally:
            given_up.cancel()
        assert isinstance(check.exception(60), OvertakenCheckError)
    right = pool.check("hedi", stores.Sources(RIGHT), exercise, "en", WANTED)
    assert right.verdict.outcome is Outcome.PASSED


def test_what_came_to_its_end_though_its_check_was_given_up_is_not_thrown_away():
    class Unstoppable:
        """As where there is no fork, and where the server is another process's."""

        def run(self, job):
            given_up.cancel()
            return job

        def stop(self):
            pass

    given_up, seen = Cancellation(), SimpleNamespace(end=End.DONE)
    runner = Stoppable(Unstoppable())
    runner.cancellation = given_up
    assert runner.run(seen) is seen
    with pytest.raises(OvertakenCheckError):
        runner.run(seen)


def test_a_first_try_that_has_begun_is_ended_by_nothing_but_its_time(course, pool, monkeypatch):
    given_up, place = Cancellation(), pool._queue._lanes[Lane.BEHIND][0]
    verdict = place.verdict

    def while_given_up(*order):
        given_up.cancel()
        return verdict(*order)

    monkeypatch.setattr(place, "verdict", while_given_up)
    right = stores.Sources(f"{RIGHT}# by Ilka\n")
    feedback = pool.check("ilka", right, course.exercise(STEP), "en", given_up)
    assert feedback.verdict.outcome is Outcome.PASSED


@on_linux
def test_servers_of_a_place_stand_back_and_so_do_their_successors_and_children(course):
    with closing(LocalPlace(course, "process", Grader(course, open_runner()), 19)) as place:
        servers = place._grading.runner
        servers.get_ready([CHECKING])
        servers.settle()
        place.verdict(Sources(RIGHT), course.exercise(STEP), WANTED)
        place.settled()
        place.verdict(Sources(RIGHT), course.exercise(STEP), WANTED)
        place.settled()
        servers.settle()  # The child for the next program waits for it.
        kept = servers.pids
        processes = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        of_place = [one for one in processes if _of(os.getsid, one) in kept]
        servers_of_place = [one for one in of_place if _of(os.getpgid, one) in kept]
        priorities = {os.getpriority(os.PRIO_PROCESS, one) for one in servers_of_place}
        of_sessions = {_niceness_of_session(one) for one in of_place} - {None}

    assert len(servers_of_place) > len(kept) > 0, "a server, and its successor"
    assert len(of_place) > len(servers_of_place), "and the child that waits for the next program"
    assert priorities == {19}
    assert of_sessions <= {19}


def _of(asked, process):
    try:
        return asked(process)
    except ProcessLookupError:
        return 0


def _niceness_of_session(process):
    """What the system calls the niceness of its group; None where sessions have none, or it has ended."""
    try:
        return int(Path(f"/proc/{process}/autogroup").read_text().split()[-1])
    except OSError:
        return None


@on_linux
def test_what_stands_back_gets_hardly_any_of_a_core_that_something_else_wants():
    core = min(os.sched_getaffinity(0))
    program = (
        f"import os, time; os.sched_setaffinity(0, [{core}]); print(flush=True); input()\n"
        "until = time.process_time() + 0.4\n"
        "while time.process_time() < until: pass"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", program]
    behind, other = (subprocess.Popen(command, start_new_session=True, **pipes) for _ in "12")
    with behind, other:
        ready = [behind.stdout.readline(), other.stdout.readline()]
        told = stand_back(behind.pid, 19)
        before = _computed(behind.pid)
        for one in (behind, other):
            one.stdin.write("\n")
            one.stdin.flush()
        other.wait()
        had = _computed(behind.pid) - before
        behind.kill()  # It would have to wait for whatever else this machine does.

    assert told
    assert ready == ["\n", "\n"]
    assert had < 0.1, "without standing back it would be as much as the other one's 0.4"


def _computed(process):
    """Seconds of CPU time that a process has had."""
    return time.clock_gettime(~process << 3 | 2)
