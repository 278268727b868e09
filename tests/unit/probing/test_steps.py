"""How a loop's steps are told apart; the programs are those of MISCONCEPTIONS.md 3.5, by hand."""

from __future__ import annotations

import pytest
import torch

from autograder.observations import ObjectFact
from autograder.probing import (
    Gradients,
    GradientsPerStep,
    Replacement,
    Silent,
    Steps,
    describe,
    is_plain_tensor,
    leaf,
    type_in_words,
    watching,
)
from autograder.probing.loading import load_submission

TRUTHS = (
    "stale_gradient",
    "by_hand",
    "gradient_missed",
    "gradient_unused",
    "emptied_too_early",
    "step_without_gradient",
)


def loss_of(W):
    return ((W * 2 - 1) ** 2).sum()


def right(W):
    for _ in range(3):
        W.grad = None
        loss_of(W).backward()
        with torch.no_grad():
            W -= 0.1 * W.grad


def seen_of(program, watcher=Steps):
    W = leaf([1.0, 2.0])
    with watching(watcher(W)) as seen:
        program(W)
    return seen


def test_a_right_loop_shows_no_trouble():
    facts = seen_of(right).facts

    assert facts["W.replaced_by"] == "nothing"
    assert facts["W.adds_up"] is False
    assert facts["backwards"] == 3
    assert not any(facts[name] for name in TRUTHS)
    assert facts["W.by_gradient"] == 3  # W began as [1, 2]


def rebinds(W):
    loss_of(W).backward()
    W = W - 0.1 * W.grad


def rebinds_untracked(W):
    loss_of(W).backward()
    with torch.no_grad():
        W = W - 0.1 * W.grad


def through_detach(W):
    loss_of(W).backward()
    W = W.detach() - 0.1 * W.grad


@pytest.mark.parametrize(
    ("program", "replaced_by"),
    [
        (rebinds, "a tracked result"),
        (rebinds_untracked, "an untracked result"),
        (through_detach, "an untracked result"),
    ],
)
@pytest.mark.parametrize("watcher", [Steps, Replacement])
def test_what_takes_the_place_of_the_leaf_is_told(program, replaced_by, watcher):
    assert seen_of(program, watcher).facts["W.replaced_by"] == replaced_by


def test_copying_into_the_leaf_replaces_nothing():
    def program(W):
        loss_of(W).backward()
        with torch.no_grad():
            W.copy_(W - 0.1 * W.grad)

    assert seen_of(program).facts["W.replaced_by"] == "nothing"


def test_a_detach_that_nobody_uses_is_a_clue():
    def program(W):
        loss_of(W).backward()
        W.detach()

    assert seen_of(program).clues["road"] == "detach"


def test_new_data_is_a_clue():
    def program(W):
        loss_of(W).backward()
        W.data = W.data - 0.1 * W.grad

    assert seen_of(program).clues["road"] == "new data"


def test_forgotten_zeroing_adds_up():
    def program(W):
        for _ in range(2):
            loss_of(W).backward()
            with torch.no_grad():
                W -= 0.1 * W.grad

    assert seen_of(program).facts["W.adds_up"] is True


def test_a_graph_that_is_kept_brings_stale_gradients():
    def program(W):
        loss = loss_of(W)
        for _ in range(2):
            W.grad = None
            loss.backward(retain_graph=True)
            with torch.no_grad():
                W.sub_(0.1 * W.grad)

    # The version check would stop this for a loss that saved W itself; this one did not.
    def saves_nothing(W):
        loss = (W * 3).sum()
        for _ in range(2):
            W.grad = None
            loss.backward(retain_graph=True)
            with torch.no_grad():
                W.sub_(0.1 * W.grad)

    assert seen_of(saves_nothing).facts["stale_gradient"] is True
    assert seen_of(right).facts["stale_gradient"] is False


def test_a_formula_is_by_hand():
    def program(W):
        with torch.no_grad():
            W -= 0.1 * 4 * (W * 2 - 1)

    facts = seen_of(program).facts
    assert facts["by_hand"] is True
    assert facts["backwards"] == 0
    assert facts["W.by_gradient"] is None


def test_no_gradient_led_anywhere_once_something_was_raised():
    def program(W):
        right(W)
        submission.step()

    submission = load_submission("def step():\n    raise ValueError\n", "step")

    assert seen_of(program).facts["W.by_gradient"] is None


def test_a_copy_that_is_trained_misses_the_leaf():
    def program(W):
        loss_of(W.detach().requires_grad_()).backward()

    assert seen_of(program).facts["gradient_missed"] is True


def test_a_gradient_that_nobody_steps_with_is_unused():
    def program(W):
        loss_of(W).backward()

    facts = seen_of(program).facts
    assert facts["gradient_unused"] is True
    assert facts["emptied_too_early"] is False


def test_zeroing_between_backward_and_update_empties_too_early():
    def program(W):
        loss_of(W).backward()
        W.grad.zero_()
        with torch.no_grad():
            W -= 0.1 * W.grad

    assert seen_of(program).facts["emptied_too_early"] is True


def test_an_optimizer_that_steps_unasked_has_no_gradient():
    def program(W):
        torch.optim.SGD([W], lr=0.1).step()

    assert seen_of(program).facts["step_without_gradient"] is True


@pytest.mark.parametrize(
    ("forward", "road"),
    [
        (lambda W: loss_of(W.detach()), "cut"),
        (lambda W: torch.no_grad()(loss_of)(W), "under no_grad"),
    ],
)
def test_how_a_forward_pass_that_fails_began_is_a_clue(forward, road, monkeypatch):
    from autograder.probing.submission import LearnerError, learner_fact

    def program(W):
        try:
            forward(W).backward()
        except RuntimeError as error:
            raise LearnerError(error, learner_fact(error)) from None

    seen = seen_of(program)
    assert seen.facts["raised"].type_name == "RuntimeError"
    assert seen.clues["road"] == road


def micro_batches(W):
    loss_of(W).backward()
    loss_of(W).backward()
    with torch.no_grad():
        W -= 0.1 * W.grad
        W.grad = None


@pytest.mark.parametrize(("watcher", "adds_up"), [(Gradients, True), (GradientsPerStep, False)])
def test_micro_batches_add_up_within_a_step_but_not_over_steps(watcher, adds_up):
    def program(W):
        micro_batches(W)
        micro_batches(W)

    assert seen_of(program, watcher).facts["W.adds_up"] is adds_up


def test_forgotten_zeroing_adds_up_over_steps():
    def program(W):
        for _ in range(2):
            loss_of(W).backward()
            with torch.no_grad():
                W -= 0.1 * W.grad

    assert seen_of(program, GradientsPerStep).facts["W.adds_up"] is True


def test_a_silent_watcher_sees_and_says_nothing():
    W = leaf(1.0)
    watcher = Gradients(W, "W")
    with watching(Silent(watcher)) as seen:
        (3 * W).backward()

    assert list(seen.facts) == ["raised"]
    assert watcher.fresh == [describe(torch.tensor(3.0))]


@pytest.mark.parametrize("value", [torch.ones(2), torch.nn.Parameter(torch.ones(1))])
def test_ordinary_tensors_are_plain(value):
    assert is_plain_tensor(value)


@pytest.mark.parametrize("value", [None, 1.0, [torch.ones(1)], torch.eye(2).to_sparse(), object()])
def test_everything_else_is_not_plain(value):
    assert not is_plain_tensor(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "NoneType"), (1.5, "float"), ("a", "str"), (object(), "object"), (dict, "class dict")],
)
def test_what_is_no_tensor_is_told_by_its_type(value, words):
    assert type_in_words(value) == words
    assert type_in_words(ObjectFact("Thing")) == "Thing"
