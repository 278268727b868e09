"""Many submissions in worker processes: the verdicts of one grader, whoever came before."""

from __future__ import annotations

import pytest

from autograder.assignments import make_bundle, pack, public_bundle
from autograder.generating.keys import key_maker
from autograder.grading.pool import (
    Work,
    WorkerConfig,
    cores,
    get_ready,
    grade_at,
    grade_chunk,
    open_pool,
)
from autograder.judging import Outcome, read_verdict
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


@pytest.fixture(scope="module")
def bundle(course, tmp_path_factory):
    return public_bundle(course, tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def hidden(course, grader, assignment_of, tmp_path_factory):
    """A bundle with hidden cases."""
    folder = tmp_path_factory.mktemp("hidden")
    return make_bundle(assignment_of("step_no_grad", "zero_it"), folder, key_maker(grader))


def test_verdicts_come_back_in_order_and_a_dying_submission_costs_no_other(pool, bundle):
    config = WorkerConfig.of(bundle, Tier.PROCESS)
    works = [Work("step_no_grad", 0, source) for source in (RIGHT, DIES, REBINDS, RIGHT)]

    graded = pool.submit(grade_chunk, config, works).result()
    verdicts = [read_verdict(one.verdict) for one in graded]

    assert [verdict.outcome for verdict in verdicts] == [
        Outcome.PASSED, Outcome.ERRORED, Outcome.FAILED, Outcome.PASSED,
    ]  # fmt: skip
    assert verdicts[2].misconceptions == ("rebinds_parameter",)


def test_a_worker_may_get_ready_before_there_is_work(pool, hidden):
    config = WorkerConfig.of(hidden, Tier.PROCESS)
    pool.submit(get_ready, config).result()

    (graded,) = pool.submit(grade_chunk, config, [Work("step_no_grad", 0, RIGHT)]).result()

    assert read_verdict(graded.verdict).outcome is Outcome.PASSED


@pytest.mark.nightly
def test_a_packed_bundle_gives_the_verdicts_of_its_folder(pool, hidden):
    here, there = (
        WorkerConfig.of(hidden, Tier.PROCESS),
        WorkerConfig.to_send(pack(hidden.path), Tier.PROCESS),
    )
    works = [Work("step_no_grad", 0, source) for source in (RIGHT, DIES, REBINDS)]

    answers = [pool.submit(grade_chunk, config, works).result() for config in (here, there)]

    here, there = ([one.verdict for one in graded] for graded in answers)
    assert here == there


def test_a_program_that_remembers_the_public_cases_fails_on_the_hidden_ones(pool, hidden):
    remembers = (
        "import torch\n"
        "def step_no_grad(W, lr):\n"
        "    public = {(0.1,), (0.01,)}\n"
        "    known = [2.0, -0.5]\n"
        "    with torch.no_grad():\n"
        "        if round(float(W.flatten()[0]), 2) in SEEN:\n"
        "            W -= lr * W.grad\n"
    )
    public = _first_values_of_public_cases(hidden)
    source = f"SEEN = {public!r}\n{remembers}"

    verdict = pool.submit(
        grade_at, WorkerConfig.of(hidden, Tier.PROCESS), Work("step_no_grad", 0, source)
    )

    assert verdict.result().outcome is Outcome.FAILED
    assert any(c.reason.hidden for c in verdict.result().checks if c.reason)


def _first_values_of_public_cases(bundle):
    """What anybody can read in key.json: the first argument of each call."""
    import re

    text = bundle.course.exercise("step_no_grad").key_path.read_text()
    return {
        round(float(value), 2)
        for value in re.findall(r"step_no_grad\(tensor\(\[*(-?[0-9.]+)", text)
    }


def test_a_floor_that_a_worker_cannot_hold_is_told_to_who_asked(pool, bundle):
    asked = pool.submit(_without_bubblewrap, WorkerConfig.of(bundle, Tier.STRONG))

    with pytest.raises(IsolationError, match="bubblewrap"):
        asked.result()


def _without_bubblewrap(config):
    import os

    path = os.environ["PATH"]
    os.environ["PATH"] = "/nowhere"
    try:
        return grade_at(config, Work("step_no_grad", 0, RIGHT))
    finally:
        os.environ["PATH"] = path


def test_there_is_a_core_at_least():
    assert cores() >= 1
