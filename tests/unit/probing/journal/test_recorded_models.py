"""What the journal tells of real optimizers and modules: gradients at steps, modes of calls."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.probing import journaling, leaf
from autograder.probing.journal import calls_of, gradients_at_steps, model_moved, model_values


def at_steps(work, *parameters):
    """What the steps of SGD over *parameters* met while *work* ran."""
    parameters = parameters or (leaf(1.0),)
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    with journaling(optimizer=optimizer) as seen:
        work(optimizer, *parameters)
    return gradients_at_steps(seen.journal)


def step_with_a_gradient(optimizer, w):
    (4 * w).backward()
    optimizer.step()


def step_after_zero_grad(optimizer, w):
    (4 * w).backward()
    optimizer.zero_grad()
    optimizer.step()


def step_after_zeroing(optimizer, w):
    (4 * w).backward()
    optimizer.zero_grad(set_to_none=False)
    optimizer.step()


@pytest.mark.parametrize(
    ("work", "met"),
    [
        (step_with_a_gradient, ("present",)),
        (step_after_zero_grad, ("absent",)),
        (step_after_zeroing, ("zero",)),
        (lambda optimizer, w: w.backward(), ()),
    ],
)
def test_a_step_tells_what_stood_in_the_gradients(work, met):
    assert at_steps(work) == met


def test_of_two_parameters_both_must_have_a_gradient_and_one_that_is_not_zero():
    def only_the_first(optimizer, w, b):
        w.grad = torch.zeros(2)
        optimizer.step()

    def zeros_and_ones(optimizer, w, b):
        w.grad, b.grad = torch.zeros(2), torch.tensor([0.0, 1.0])
        optimizer.step()

    assert at_steps(only_the_first, leaf([1.0, 1.0]), leaf([1.0, 1.0])) == ("absent",)
    assert at_steps(zeros_and_ones, leaf([1.0, 1.0]), leaf([1.0, 1.0])) == ("present",)


def test_parameters_of_all_groups_count():
    w, b = leaf(1.0), leaf(1.0)
    optimizer = torch.optim.SGD([{"params": [w]}, {"params": [b]}], lr=0.1)
    with journaling(optimizer=optimizer) as seen:
        w.grad = torch.ones(())
        optimizer.step()

    assert gradients_at_steps(seen.journal) == ("absent",)


def test_every_step_of_every_optimizer_is_told_in_order():
    w = leaf(1.0)
    with journaling(w=w) as seen:
        torch.optim.SGD([w], lr=0.1).step()
        w.grad = torch.ones(())
        torch.optim.Adam([w]).step()
        w.grad = None
        torch.optim.AdamW([w]).step()

    assert gradients_at_steps(seen.journal, None) == ("absent", "present", "absent")


def test_fifty_steps_are_told():
    assert at_steps(lambda o, w: [o.step() for _ in range(51)]) == ("absent",) * 50


# -- modules -------------------------------------------------------------------------------------


def evaluate(model, x):
    model.eval()
    with torch.no_grad():
        model(x)


def infer(model, x):
    with torch.inference_mode():
        model(x)


def modes(work):
    model = nn.Linear(1, 1)
    with journaling(model=model) as seen:
        work(model, torch.ones(1))
    return [(one.trains, one.mode) for one in calls_of(seen.journal)]


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (lambda model, x: model(x), [(True, "recorded")]),
        (lambda model, x: model.eval()(x), [(False, "recorded")]),
        (lambda model, x: torch.no_grad()(model)(x), [(True, "no_grad")]),
        (evaluate, [(False, "no_grad")]),
        (infer, [(True, "inference_mode")]),
        (lambda model, x: None, []),
        (lambda model, x: model.forward(x), []),
        (
            lambda model, x: (model(x), evaluate(model, x)),
            [(True, "recorded"), (False, "no_grad")],
        ),
    ],
)
def test_calls_of_a_model_are_told_in_order_by_their_two_modes(work, told):
    assert modes(work) == told


def test_calls_of_other_modules_are_not_those_of_the_model():
    inner = nn.Linear(1, 1)
    outer = nn.Sequential(inner, nn.ReLU())
    with journaling(outer=outer, inner=inner) as seen:
        inner(torch.ones(1))
        outer(torch.ones(1))
        nn.Linear(1, 1)(torch.ones(1))

    assert len(calls_of(seen.journal, "outer")) == 1
    assert len(calls_of(seen.journal, "inner")) == 2


def test_calls_after_the_block_are_not_told():
    model = nn.Linear(1, 1)
    with journaling(model=model) as seen:
        pass
    model(torch.ones(1))

    assert calls_of(seen.journal) == []


def test_parameters_are_told_by_name_as_they_are_afterwards():
    model = nn.Linear(1, 1)
    with journaling(model=model) as seen, torch.no_grad():
        model.weight.fill_(3)
        model.bias.fill_(4)

    values = {name: fact.values for name, fact in model_values(seen.journal).items()}
    assert values == {"model.weight": (3.0,), "model.bias": (4.0,)}
    assert model_moved(seen.journal)


def test_a_model_of_which_one_number_of_thousands_moved_has_moved():
    model = nn.Linear(100, 100)
    with journaling(model=model) as seen, torch.no_grad():
        model.weight[57, 3] += 1

    assert model_moved(seen.journal)
    with journaling(model=model) as seen:
        model(torch.ones(100))
    assert not model_moved(seen.journal)
