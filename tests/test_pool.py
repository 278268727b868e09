"""Many submissions in worker processes: the verdicts of one grader, whoever came before."""

from __future__ import annotations

import pytest

from autograder.authoring import load_programs, make_key
from autograder.content import bundled_course_path
from autograder.grading.pool import Desk, cores, grade_at, open_pool
from autograder.judging import Outcome, write_key
from autograder.sandbox import IsolationError, Tier

RIGHT = (
    "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"
)
REBINDS = "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n"
DIES = "import os\nos._exit(0)\n"


@pytest.fixture(scope="module")
def pool():
    with open_pool(workers=1) as pool:
        yield pool


def test_verdicts_come_back_in_order_and_a_dying_submission_costs_no_other(pool):
    desk = Desk(bundled_course_path(), floor=Tier.PROCESS)
    asked = [pool.submit(grade_at, desk, s, "step_no_grad") for s in (RIGHT, DIES, REBINDS, RIGHT)]

    verdicts = [future.result() for future in asked]

    assert [verdict.outcome for verdict in verdicts] == [
        Outcome.PASSED, Outcome.ERRORED, Outcome.FAILED, Outcome.PASSED,
    ]  # fmt: skip
    assert verdicts[2].misconceptions == ("rebinds_parameter",)


def test_hidden_cases_are_judged_by_the_key_on_the_desk(pool, grader, course):
    exercise = course.exercise("step_no_grad")
    key = make_key(grader, exercise, load_programs(course, exercise), seed="hidden")
    other = make_key(
        grader, course.exercise("zero_it"), load_programs(course, course.exercise("zero_it"))
    )
    text = write_key(key, grader.classify)
    path = bundled_course_path()

    hidden = Desk(path, Tier.PROCESS, ((exercise.id, text),))
    foreign = Desk(path, Tier.PROCESS, ((exercise.id, write_key(other, grader.classify)),))

    assert pool.submit(grade_at, hidden, RIGHT, exercise.id).result().outcome is Outcome.PASSED
    assert pool.submit(grade_at, hidden, REBINDS, exercise.id).result().misconceptions == (
        "rebinds_parameter",
    )
    assert pool.submit(grade_at, foreign, RIGHT, exercise.id).result().outcome is not Outcome.PASSED


def test_a_floor_that_a_worker_cannot_hold_is_told_to_who_asked(pool):
    desk = Desk(bundled_course_path(), floor=Tier.STRONG)
    asked = pool.submit(_without_bubblewrap, desk)

    with pytest.raises(IsolationError, match="bubblewrap"):
        asked.result()


def _without_bubblewrap(desk):
    import os

    path = os.environ["PATH"]
    os.environ["PATH"] = "/nowhere"
    try:
        return grade_at(desk, RIGHT, "step_no_grad")
    finally:
        os.environ["PATH"] = path


def test_there_is_a_core_at_least():
    assert cores() >= 1
