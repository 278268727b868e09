"""A curve to be learnt: its points, the training that is run once, and what a prediction looks like."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from autograder.probing import Case, curve_training
from autograder.probing.curves import LIMIT_OF_CURVE, CurveTraining, shape_of_curve
from autograder.probing.loading import load_submission
from autograder.probing.submission import LearnerError
from autograder.probing.watching import Seen

SEEDS = ("a", "b", "c", "d", "e")
PLACES = [n / 10 - 2 for n in range(41)]


def distance_from_best_line(places, heights):
    """The mean square that is left over by the best straight line, by least squares of torch."""
    A = torch.tensor([[x, 1.0] for x in places], dtype=torch.float64)
    y = torch.tensor(heights, dtype=torch.float64)
    return ((A @ torch.linalg.lstsq(A, y).solution - y) ** 2).mean().item()


# -- the points ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_points_are_equal_and_new_ones_lie_among_the_others(seed):
    task = CurveTraining(seed)
    known, new = task.X.flatten().tolist(), task.X_new.flatten().tolist()

    assert (task.X.shape, task.y.shape) == ((64, 1), (64, 1))
    assert (task.X_new.shape, task.y_new.shape) == ((32, 1), (32, 1))
    assert len({*known, *new}) == 96
    assert all(-2 <= x <= 2 for x in (*known, *new))
    assert known != sorted(known)


@pytest.mark.parametrize("seed", SEEDS)
def test_points_are_noisy_and_curved_enough_for_a_line_to_miss_them(seed):
    task = CurveTraining(seed)
    noise = [
        height - task._height(x)
        for x, height in zip(task.X.flatten().tolist(), task.y.flatten().tolist(), strict=True)
    ]
    curve = [task._height(x) for x in PLACES]

    assert 0.05 < math.sqrt(sum(n * n for n in noise) / 64) < 0.15
    assert distance_from_best_line(PLACES, curve) > 2 * LIMIT_OF_CURVE
    # What one number for all points misses by is a bit less than what a training has to stay below.
    variance = task.y.var(unbiased=False).item()
    assert task.limit_for_learnt() == pytest.approx(1.3 * variance, rel=1e-4)


# -- the training --------------------------------------------------------------------------------


TRAINS = """
import torch
from torch import nn

called = []


def capstone(X, y, X_new, y_new):
    called.append(len(X))
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = ((model(X) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    with torch.no_grad():
        new_loss = ((model.eval()(X_new) - y_new) ** 2).mean().item()
    return model, history, new_loss


def times():
    return len(called)
"""


def case_of(check, index=0):
    return Case("public", f"capstone/{check}", index)


def test_one_training_serves_all_claims_about_a_case():
    submission = load_submission(TRAINS, "capstone")
    one = curve_training(submission, case_of("learns"), "capstone")

    assert curve_training(submission, case_of("keeps"), "capstone") is one
    assert submission.times() == 1
    assert curve_training(submission, case_of("learns", 1), "capstone") is not one
    assert submission.times() == 2


def test_a_training_shows_what_came_back_and_what_happened_on_the_way():
    task = curve_training(load_submission(TRAINS, "capstone"), case_of("learns"), "capstone")

    assert task.three_parts
    assert len(task.losses) == 3
    assert task.falls()
    assert task.points.stepped
    assert set(task.points.pulled_by) == set(task.X.flatten().tolist())
    assert task.points.only_measured == sorted(task.X_new.flatten().tolist())


def test_the_same_weights_are_drawn_whichever_claim_comes_first():
    weights = [
        curve_training(load_submission(TRAINS, "capstone"), case_of(check), "capstone").model.weight
        for check in ("learns", "keeps")
    ]

    assert torch.equal(*weights)


def test_what_a_training_raises_is_raised_for_each_claim():
    submission = load_submission("def capstone(*_):\n    raise KeyError('no')\n", "capstone")

    for check in ("learns", "keeps"):
        with pytest.raises(LearnerError) as raised:
            curve_training(submission, case_of(check), "capstone")
        assert raised.value.error.type_name == "KeyError"


@pytest.mark.parametrize("returned", ["None", "(1, 2)", "3", "'abc'"])
def test_what_is_not_three_things_is_no_model(returned):
    submission = load_submission(f"def capstone(*_):\n    return {returned}\n", "capstone")
    task = curve_training(submission, case_of("learns"), "capstone")

    assert not task.three_parts
    assert (task.model, task.entries, task.falls()) == (None, [], False)
    with pytest.raises(LearnerError):
        task.answer(task.X)


# -- what came back ------------------------------------------------------------------------------


def with_history(history):
    task = CurveTraining("a")
    task.history = history
    return task


@pytest.mark.parametrize(
    ("history", "falls"),
    [
        ([2.0, 3.0, 1.0], True),
        ((2.0, 1.0), True),
        ([1.0, 2.0], False),
        ([2.0], False),
        ([], False),
        ([2, 1], False),
        ([torch.tensor(2.0), torch.tensor(1.0)], True),
        ([2.0, None, 1.0], False),
        ([2.0, float("nan")], False),
        (2.0, False),
    ],
)
def test_a_history_falls_from_its_first_number_to_its_last(history, falls):
    assert with_history(history).falls() is falls


def test_only_the_first_thousands_of_a_history_are_looked_at():
    assert len(with_history([0.0] * 10_000).entries) == 5_000


def test_an_answer_is_told_by_its_shape_and_numbers_in_evaluation_mode():
    task = CurveTraining("a")
    task.model = nn.Sequential(nn.Dropout(0.9), nn.Identity())

    shape, found = task.answer(torch.tensor([[1.0], [2.0]]))

    assert (shape, found) == ("(2, 1)", (1.0, 2.0))
    assert not task.model.training
    task.model = nn.Flatten(0)
    assert task.answer(torch.tensor([[1.0], [2.0]]))[0] == "(2,)"

    class Words(nn.Module):
        def forward(self, X):
            return "no"

    task.model = Words()
    assert task.answer(task.X) == ("str", ())


def test_unseen_places_lie_between_the_points_with_their_true_heights():
    task = CurveTraining("a")
    task.model = nn.Identity()

    places, heights, shape, found = task.on_unseen_points()

    assert len(set(places) - {*task.X.flatten().tolist(), *task.X_new.flatten().tolist()}) == 41
    assert heights == [task._height(x) for x in places]
    assert shape == "(41, 1)"
    assert found == pytest.approx(places)


def test_what_was_learnt_is_shown_from_left_to_right_and_is_no_fact():
    task, seen = with_history([2.0, 1.0, "no number"]), Seen()

    task.show(seen, [1.0, -1.0], [10.0, 20.0])

    assert seen.recording["curve"] == ((-1.0, 1.0), (20.0, 10.0))
    assert seen.recording["history"] == (2.0, 1.0)
    assert len(seen.recording["points"][0]) == 64
    assert seen.facts == {"raised": None}


# -- the shape of a prediction -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predict", "words"),
    [
        (lambda x: math.sin(2 * x), set()),
        (lambda x: 0.5 * x, {"straight"}),
        (lambda x: 0.3, {"flat"}),
        (lambda x: max(0.0, math.sin(2 * x)), {"cut_off"}),
        (lambda x: 0.0, {"cut_off"}),
        (lambda x: 0.05 * math.sin(2 * x), {"flat"}),
    ],
    ids=["a curve", "a line", "a number", "cut off at 0", "nothing but 0", "hardly a curve"],
)
def test_the_shape_of_a_prediction_is_told(predict, words):
    facts = shape_of_curve(PLACES, [predict(x) for x in PLACES])

    assert facts.pop("finite") is True
    assert {name for name, fact in facts.items() if fact} == words


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_is_not_finite_has_no_shape(number):
    assert shape_of_curve([0.0, 1.0], [1.0, number]) == {
        "finite": False, "cut_off": False, "flat": False, "straight": False,
    }  # fmt: skip
