"""How real programs move a leaf; those of MISCONCEPTIONS.md 3.5 among them, by hand."""

from __future__ import annotations

import pytest
import torch

from autograder.probing import journaling, leaf
from autograder.probing.journal import (
    by_gradient,
    detour,
    detour_of_loop,
    difference_made,
    replaced_by,
    steps,
)
from autograder.probing.loading import load_submission
from autograder.probing.submission import call_learner

TRUTHS = (
    "stale_gradient",
    "by_hand",
    "gradient_missed",
    "gradient_unused",
    "emptied_too_early",
    "step_without_gradient",
)


def recorded(program, *, grad=None):
    W = leaf([1.0, 2.0])
    W.grad = grad
    with journaling(W=W) as seen:
        program(W)
    return seen.journal


def amiss(program):
    """The facts of *program* that say that something is amiss with its steps."""
    facts = steps(recorded(program), "W")
    return {name for name in TRUTHS if facts[name]}


def loss_of(W):
    return ((W * 2 - 1) ** 2).sum()


def right(W):
    for _ in range(3):
        W.grad = None
        loss_of(W).backward()
        with torch.no_grad():
            W -= 0.1 * W.grad


def test_a_right_loop_shows_no_trouble():
    journal = recorded(right)
    facts = steps(journal, "W")

    assert facts["W.replaced_by"] == "nothing"
    assert facts["W.adds_up"] is False
    assert facts["backwards"] == 3
    assert amiss(right) == set()
    assert by_gradient(journal, "W") == {"W.by_gradient": 3}  # W began as [1, 2]


# -- did another tensor take its place? ----------------------------------------------------------


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


def copies_into_it(W):
    loss_of(W).backward()
    with torch.no_grad():
        W.copy_(W - 0.1 * W.grad)


@pytest.mark.parametrize(
    ("program", "by"),
    [
        (rebinds, "a tracked result"),
        (rebinds_untracked, "an untracked result"),
        (through_detach, "an untracked result"),
        (copies_into_it, "nothing"),
        (right, "nothing"),
    ],
)
def test_what_takes_the_place_of_the_leaf_is_told(program, by):
    assert replaced_by(recorded(program), "W") == by


DIFFERENCES = [
    lambda W: W - W.grad,
    lambda W: W + -W.grad,
    lambda W: -W.grad + W,
    lambda W: 1 - W,
    lambda W: 1 + W,
    lambda W: W.sub(W.grad),
    lambda W: W.subtract(W.grad),
    lambda W: W.add(W.grad, alpha=-1),
    lambda W: torch.sub(W, W.grad),
    lambda W: torch.subtract(W, W.grad),
    lambda W: torch.add(W, W.grad, alpha=-1),
    lambda W: torch.rsub(W.grad, W),
    lambda W: torch.add(W.grad, other=W),
]


def made_by(work):
    return difference_made(recorded(work, grad=torch.ones(2)), "W")


@pytest.mark.parametrize("step", DIFFERENCES)
def test_a_difference_is_seen_however_it_is_written(step):
    assert made_by(step) == "a tracked result"
    assert made_by(torch.no_grad()(step)) == "an untracked result"


def tracked_first(W):
    W - W.grad
    with torch.no_grad():
        W - W.grad


def untracked_first(W):
    with torch.no_grad():
        W - W.grad
    W - W.grad


def test_the_first_new_tensor_counts():
    assert made_by(tracked_first) == "a tracked result"
    assert made_by(untracked_first) == "an untracked result"


def residual_then_update(W):
    (W - 1).sum()
    W.detach().sub_(1)


def into_itself(W):
    with torch.no_grad():
        torch.sub(W, torch.zeros(2), out=W)


@pytest.mark.parametrize(
    "work",
    [
        lambda W: None,
        lambda W: W * 2,
        lambda W: (W**2).sum(),
        lambda W: W @ W,
        lambda W: W.grad - 1,
        lambda W: W.detach() - 1,
        lambda W: W.data.sub_(1),
        residual_then_update,
        into_itself,
    ],
)
def test_a_forward_pass_or_an_update_in_place_replaces_nothing(work):
    assert made_by(work) == "nothing"


# -- which way it went ---------------------------------------------------------------------------


def detaches_for_nothing(W):
    loss_of(W).backward()
    W.detach()


def gives_it_new_data(W):
    loss_of(W).backward()
    W.data = W.data - 0.1 * W.grad


@pytest.mark.parametrize(
    ("program", "way"),
    [(detaches_for_nothing, "detach"), (gives_it_new_data, "new data"), (right, "")],
)
def test_the_way_of_copying_is_told(program, way):
    assert detour(recorded(program), "W") == way


@pytest.mark.parametrize(
    ("forward", "way"),
    [
        (lambda W: loss_of(W.detach()), "cut"),
        (lambda W: torch.no_grad()(loss_of)(W), "under no_grad"),
    ],
)
def test_how_a_forward_pass_that_fails_began_is_told(forward, way):
    journal = recorded(lambda W: call_learner(lambda: forward(W).backward()))

    assert journal.raised
    assert detour_of_loop(journal, "W") == way


# -- what is amiss with the steps ----------------------------------------------------------------


def forgets_to_empty(W):
    for _ in range(2):
        loss_of(W).backward()
        with torch.no_grad():
            W -= 0.1 * W.grad


def keeps_the_graph(W):
    # A loss that saved W itself would be stopped by its version; this one saved nothing.
    loss = (W * 3).sum()
    for _ in range(2):
        W.grad = None
        loss.backward(retain_graph=True)
        with torch.no_grad():
            W.sub_(0.1 * W.grad)


def uses_a_formula(W):
    with torch.no_grad():
        W -= 0.1 * 4 * (W * 2 - 1)


def trains_a_copy(W):
    loss_of(W.detach().requires_grad_()).backward()


def never_steps(W):
    loss_of(W).backward()


def empties_too_early(W):
    loss_of(W).backward()
    W.grad.zero_()
    with torch.no_grad():
        W -= 0.1 * W.grad


def steps_unasked(W):
    torch.optim.SGD([W], lr=0.1).step()


@pytest.mark.parametrize(
    ("program", "trouble"),
    [
        (forgets_to_empty, set()),  # a matter of what adds up
        (keeps_the_graph, {"stale_gradient"}),
        (uses_a_formula, {"by_hand"}),
        (trains_a_copy, {"gradient_missed"}),
        (never_steps, {"gradient_unused"}),
        (empties_too_early, {"emptied_too_early"}),
        (steps_unasked, {"step_without_gradient"}),
    ],
)
def test_what_is_amiss_with_the_steps_is_told_by_name(program, trouble):
    assert amiss(program) == trouble


def test_forgotten_zeroing_adds_up():
    assert steps(recorded(forgets_to_empty), "W")["W.adds_up"] is True


def test_no_gradient_led_anywhere_where_autograd_was_not_asked_or_something_was_raised():
    submission = load_submission("def step():\n    raise ValueError\n", "step")

    def raises_at_the_end(W):
        right(W)
        submission.step()

    for program in (uses_a_formula, raises_at_the_end):
        assert by_gradient(recorded(program), "W") == {"W.by_gradient": None}
