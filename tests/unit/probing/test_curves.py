"""Curves to be learnt: their points, the trainings on them, and what predictions look like."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from autograder.probing import Case, curve_trainings
from autograder.probing.curves import LIMIT_OF_CURVE, CurveTraining, CurveTrainings
from autograder.probing.loading import load_submission
from autograder.probing.submission import LearnerError
from autograder.probing.watching import Seen

SEEDS = ("a", "b", "c", "d", "e")
CURVES = range(5)
PLACES = [n / 10 - 2 for n in range(41)]
SOUND_SHAPE = {
    "finite": True,
    "cut_off": False,
    "flat": False,
    "straight": False,
    "thrown_up": False,
}


def best_line(places, heights):
    """Slope and height at 0 of the best straight line, by least squares of torch."""
    A = torch.tensor([[x, 1.0] for x in places], dtype=torch.float64)
    y = torch.tensor(heights, dtype=torch.float64)
    return torch.linalg.lstsq(A, y).solution.tolist()


def distance_from_best_line(places, heights):
    slope, start = best_line(places, heights)
    missed = [y - slope * x - start for x, y in zip(places, heights, strict=True)]
    return sum(one * one for one in missed) / len(missed)


class Predicts(nn.Module):
    """A model that predicts what a function says."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, X):
        return torch.tensor([[float(self.function(x))] for x in X.flatten().tolist()])


def predicting(function=None, *, number=0, history=None):
    """A training whose model predicts this, or the very curve."""
    task = CurveTraining("a", number)
    task.model, task.history = Predicts(function or task._height), history
    return task


def five(models=None, history=None):
    """Five trainings: those of *models*, by number, have this model, and others the very curve."""
    runs = CurveTrainings("a", lambda *_: None)
    for number, run in enumerate(runs):
        run.model, run.history = (models or {}).get(number, Predicts(run._height)), history
    return runs


# -- the points ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", CURVES)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_points_are_equal_and_new_ones_lie_among_the_others(seed, number):
    task = CurveTraining(seed, number)
    known, new = task.X.flatten().tolist(), task.X_new.flatten().tolist()

    assert (task.X.shape, task.y.shape) == ((64, 1), (64, 1))
    assert (task.X_new.shape, task.y_new.shape) == ((32, 1), (32, 1))
    assert len({*known, *new}) == 96
    assert all(-2 <= x <= 2 for x in (*known, *new))
    assert known != sorted(known)


@pytest.mark.parametrize("number", CURVES)
@pytest.mark.parametrize("seed", SEEDS)
def test_points_are_noisy_and_curved_enough_for_a_line_to_miss_them(seed, number):
    task = CurveTraining(seed, number)
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


@pytest.mark.parametrize("number", CURVES)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_line_is_straight_and_not_flat(seed, number):
    task = CurveTraining(seed, number)
    slope, start = best_line(task.X.flatten().tolist(), task.y.flatten().tolist())
    task.model = Predicts(lambda x: slope * x + start)

    assert task.shape() == SOUND_SHAPE | {"straight": True}


def test_five_curves_are_five_and_another_seed_has_others():
    drawn = [CurveTraining(seed, number) for seed in ("a", "b") for number in CURVES]

    assert len({tuple(task.X.flatten().tolist()) for task in drawn}) == 10
    assert len({task._height(0.0) for task in drawn}) == 10


@pytest.mark.parametrize("number", CURVES)
def test_unseen_places_lie_between_the_points_with_their_true_heights(number):
    task = CurveTraining("a", number)
    task.model = nn.Identity()

    assert (
        len(set(task.unseen) - {*task.X.flatten().tolist(), *task.X_new.flatten().tolist()}) == 41
    )
    assert all(-2 <= x <= 2.01 for x in task.unseen)
    assert task.heights == [task._height(x) for x in task.unseen]
    assert task.on_unseen.words == "(41, 1)"
    assert task.on_unseen.numbers == pytest.approx(task.unseen)


# -- the trainings -------------------------------------------------------------------------------


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


def spoilt_once(line, instead):
    """TRAINS with *instead* for *line* in the third training alone."""
    assert line in TRAINS
    return TRAINS.replace(line, f"({instead}) if len(called) == 3 else ({line})")


def case_of(check, seed="public"):
    return Case(seed, f"capstone/{check}", 0)


def trained(source, case=None):
    return curve_trainings(case or case_of("learns"), load_submission(source, "capstone").capstone)


def test_there_are_five_trainings_on_curves_of_the_case():
    submission = load_submission(TRAINS, "capstone")
    runs = curve_trainings(case_of("learns"), submission.capstone)
    others = curve_trainings(case_of("learns", "other"), submission.capstone)

    assert (len(runs), submission.times()) == (5, 10)
    assert all(one.heights != other.heights for one, other in zip(runs, others, strict=True))


def test_trainings_show_what_came_back_and_what_happened_on_the_way():
    runs = trained(TRAINS)

    assert runs.three_parts
    for run in runs:
        assert len(run.losses) == 3
        assert run.falls()
        assert run.points.stepped
        assert set(run.points.pulled_by) == set(run.X.flatten().tolist())
        assert run.points.only_measured == sorted(run.X_new.flatten().tolist())


def test_the_same_weights_are_drawn_whatever_was_drawn_before():
    first = [run.model.weight.item() for run in trained(TRAINS)]
    torch.rand(3)
    second = [run.model.weight.item() for run in trained(TRAINS)]

    assert first == second


def test_what_a_training_raises_ends_the_trainings():
    raises = "    if len(called) == 3:\n        raise KeyError('no')\n    model = nn.Linear(1, 1)"
    submission = load_submission(TRAINS.replace("    model = nn.Linear(1, 1)", raises), "capstone")

    with pytest.raises(LearnerError) as raised:
        curve_trainings(case_of("learns"), submission.capstone)

    assert raised.value.error.type_name == "KeyError"
    assert submission.times() == 3


@pytest.mark.parametrize("returned", ["None", "(1, 2)", "3", "'abc'"])
def test_what_is_not_three_things_is_no_model(returned):
    runs = trained(f"def capstone(*_):\n    return {returned}\n")

    assert not runs.three_parts
    for run in runs:
        assert (run.model, run.entries, run.falls()) == (None, [], False)
        with pytest.raises(LearnerError):
            run.answer(run.X)


def test_sound_trainings_show_nothing_amiss():
    runs = trained(TRAINS)

    assert runs.way() == {
        "adds_up": False,
        "gradients_arrive": True,
        "optimizer_steps": True,
        "step_first": False,
        "found": "present",
        "unregistered": False,
        "left_out": False,
        "trains_in_eval": False,
    }
    assert runs.evaluation() == {
        "evaluation.ran": True,
        "learns_from_new": False,
        "evaluation.trains": False,
        "evaluation.recorded": False,
    }


@pytest.mark.parametrize(
    ("line", "instead", "amiss"),
    [
        ("optimizer.zero_grad()", "None", {"adds_up": True}),
        ("optimizer.step()", "optimizer.zero_grad()", {"optimizer_steps": False, "left_out": True}),
        ("model.eval()(X_new)", "model(X_new)", {"evaluation.trains": True}),
        ("model, history, new_loss", "None", {"three_parts": False}),
    ],
)
def test_what_goes_wrong_in_one_training_is_told_as_if_it_always_did(line, instead, amiss):
    def facts(source):
        runs = trained(source)
        return runs.way() | runs.evaluation() | {"three_parts": runs.three_parts}

    assert facts(spoilt_once(line, instead)) == facts(TRAINS) | amiss


# -- what came back ------------------------------------------------------------------------------


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
        ([2.0] * 9_999 + [1.0], True),
        ([2.0] + [1.0] * 9_998 + [2.0], False),
    ],
)
def test_a_history_falls_from_its_first_number_to_its_last(history, falls):
    assert predicting(history=history).falls() is falls


def test_of_a_long_history_the_first_thousands_and_the_last_are_looked_at():
    entries = predicting(history=[float(n) for n in range(10_000)]).entries

    assert entries == [*map(float, range(4_999)), 9_999.0]


def test_an_answer_is_told_by_its_shape_and_numbers_in_evaluation_mode():
    task = CurveTraining("a", 0)
    task.model = nn.Sequential(nn.Dropout(0.9), nn.Identity())

    answer = task.answer(torch.tensor([[1.0], [2.0]]))

    assert (answer.words, answer.numbers) == ("(2, 1)", (1.0, 2.0))
    assert not task.model.training
    task.model = nn.Flatten(0)
    assert task.answer(torch.tensor([[1.0], [2.0]])).words == "(2,)"
    task.model = Words()
    answer = task.answer(task.X)
    assert (answer.words, answer.numbers) == ("str", ())


class Words(nn.Module):
    def forward(self, X):
        return "no"


def test_a_model_misses_the_curve_by_a_mean_square():
    task = predicting(lambda x: x / 2)
    halves, heights = (torch.tensor(one) for one in (task.unseen, task.heights))
    wanted = nn.functional.mse_loss(halves / 2, heights).item()

    assert task.miss == pytest.approx(wanted, rel=1e-4)
    assert predicting().miss == pytest.approx(0.0, abs=1e-9)
    assert predicting(lambda x: math.nan).miss == math.inf
    task = CurveTraining("a", 0)
    task.model = Words()
    assert task.miss == math.inf


def test_what_was_learnt_is_shown_from_left_to_right_and_is_no_fact():
    task, seen = predicting(lambda x: -x, history=[2.0, 1.0, "no number"]), Seen()

    task.show(seen)

    places, found = seen.recording["curve"]
    assert list(places) == pytest.approx(sorted(task.unseen))
    assert list(found) == pytest.approx([-x for x in sorted(task.unseen)])
    assert seen.recording["history"] == (2.0, 1.0)
    assert len(seen.recording["points"][0]) == 64
    assert seen.facts == {"raised": None}


@pytest.mark.parametrize("worst", CURVES)
def test_of_five_curves_the_one_that_was_learnt_worst_is_shown(worst):
    seen = Seen()

    five({worst: Predicts(lambda x: 5.0)}).show(seen)

    assert set(seen.recording["curve"][1]) == {5.0}


# -- the shape of predictions --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predict", "words"),
    [
        (None, set()),
        (lambda x: 0.5 * x, {"straight"}),
        (lambda x: 0.3, {"flat"}),
        (lambda x: max(0.0, math.sin(2 * x)), {"cut_off"}),
        (lambda x: 0.0, {"cut_off"}),
        (lambda x: 0.05 * math.sin(2 * x), {"flat"}),
    ],
    ids=["the curve", "a line", "a number", "cut off at 0", "nothing but 0", "hardly a curve"],
)
def test_the_shape_of_a_prediction_is_told(predict, words):
    facts = predicting(predict).shape()

    assert facts == SOUND_SHAPE | dict.fromkeys(words, True)


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_is_not_finite_has_no_shape(number):
    facts = predicting(lambda x: number if x > 1 else x).shape()

    assert facts == SOUND_SHAPE | {"finite": False}


@pytest.mark.parametrize(
    ("history", "thrown"),
    [
        ([2.0, 1.0, 0.5], False),
        ([1.0, 1.4], False),
        ([1.0, 1.6, 0.5], True),
        ([0.01, 0.1], False),  # many times its lowest, and still low
        ([0.01, 0.12], True),
        ([1.0, 0.2, 0.9], True),  # above its lowest, not its first
        ([1.0, math.nan], True),
        ([1.0, "no number", 9.0], False),
        (None, False),
    ],
)
def test_who_misses_the_curve_is_thrown_up_where_the_loss_has_climbed(history, thrown):
    flat = predicting(lambda x: 0.3, history=history).shape()

    assert flat == SOUND_SHAPE | {"thrown_up" if thrown else "flat": True}
    assert predicting(history=history).shape() == SOUND_SHAPE


@pytest.mark.parametrize("number", CURVES)
def test_what_is_amiss_with_one_prediction_is_told_as_if_it_were_with_all(number):
    sound = {"prediction.shape": "(41, 1)"} | SOUND_SHAPE

    assert five().shapes() == sound
    assert five({number: Predicts(lambda x: 0.3)}).shapes() == sound | {"flat": True}
    in_a_row = nn.Sequential(Predicts(math.sin), nn.Flatten(0))
    assert five({number: in_a_row}).shapes() == sound | {"prediction.shape": "(41,)"}


@pytest.mark.parametrize("model", [Words(), nn.Linear(1, 2)])
def test_other_numbers_than_one_for_each_place_have_no_shape_of_a_curve(model):
    words = "str" if isinstance(model, Words) else "(41, 2)"

    assert five({3: model}).shapes() == {"prediction.shape": words}


def test_a_model_that_raises_is_told():
    with pytest.raises(LearnerError):
        five({3: nn.Linear(7, 1)}).shapes()
