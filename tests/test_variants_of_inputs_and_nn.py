"""
Variants of submissions that were once judged or named wrongly, most of the chapters of inputs and of nn.

Each is the reference with something changed, and says by which ideas it may be named: all of them, some, or none
where a name would mislead.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.judging import Outcome

SOLUTIONS = Path(__file__).parents[1] / "solutions"

#: Exercise, what is replaced by what in its reference, and the ideas that fit.
VARIANTS = [
    ("switch_on", {"c = torch.tensor(values)": "c = torch.zeros(len(values))"}, set()),
    ("switch_on", {"b = torch.tensor(values)": "b = torch.tensor(values) + 1"}, set()),
    ("switch_on", {"torch.tensor(values": "torch.tensor(values[::-1]"}, set()),
    ("linear_3_1", {"X @ W + b": "(X @ W + b).T"}, {"axes_in_other_order"}),
    ("linear_3_1", {"X @ W + b": "W.T @ X.T"}, {"axes_in_other_order", "bias_misplaced"}),
    ("linear_3_1", {"X @ W + b": "(X * W.view(3)).sum(1)"}, {"axis_lost", "bias_misplaced"}),
    ("linear_3_1", {"X @ W + b": "X @ W - b.item()"}, {"bias_misplaced", "graph_cut"}),
    ("linear_3_1", {"return": "print", "X @ W + b": "(X @ W + b)"}, {"result_not_returned"}),
    ("mse_shapes", {".mean()": ""}, {"backward_on_vector"}),
    ("mse_shapes", {"return (difference**2)": "(difference**2)"}, {"result_not_returned"}),
    ("fit_by_hand_3_1", {"loss.item()": "loss.data.clone()"}, {"tensor_instead_of_number"}),
    ("fit_by_hand_3_1", {"W -= lr * W.grad": "W.add(W.grad, alpha=-lr)"}, {"result_not_kept"}),
    (
        "fit_by_hand_3_1",
        {"loss.item()": "loss.detach()", "        W.grad = None\n": ""},
        {"tensor_instead_of_number", "grad_not_zeroed"},
    ),
    ("hidden_by_hand", {"W2 -=": "W2.sub_(lr * 0)\n            W2 - "}, {"weight_left_out"}),
    (
        "tanh_relu_by_hand",
        {"torch.tanh(x)": "(torch.exp(3 * x) - torch.exp(x)) / (torch.exp(3 * x) + torch.exp(x))"},
        set(),
    ),
    ("linear_layer", {"layer.weight.T + layer.bias": "W + b"}, {"original_used_for_copy"}),
    ("linear_layer", {"X @ layer.weight.T + layer.bias": "layer.forward(X)"}, set()),
    ("linear_layer", {"copy_(W.T)": "zero_()", "copy_(b)": "zero_()"}, set()),
    ("sequential", {"nn.Tanh()": "nn.Tanh"}, {"class_not_built"}),
    ("sequential", {"nn.Tanh()": "nn.Tanh(hidden)"}, {"class_built_not_called"}),
    ("custom_module", {"nn.Linear(hidden, 1)": "nn.Linear(hidden, 1).detach()"}, set()),
    ("custom_module", {"self.hidden(X)": "self.hiden(X)"}, set()),
    ("break_symmetry", {"weight.grad.clone()": "weight.clone()"}, set()),
]


@pytest.mark.parametrize(("exercise", "changes", "fitting"), VARIANTS)
def test_a_variant_does_not_pass_and_gets_no_name_that_misleads(
    exercise, changes, fitting, course, grader
):
    (path,) = SOLUTIONS.glob(f"*/{exercise}/reference.py")
    source = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in source
        source = source.replace(old, new)

    verdict = grader.grade(source, course.exercise(exercise))

    assert verdict.outcome is not Outcome.PASSED
    assert set(verdict.misconceptions) <= fitting
    assert verdict.misconceptions or not fitting
