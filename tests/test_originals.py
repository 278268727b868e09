"""What learner code puts into torch's modules deceives none who look at what it did."""

from __future__ import annotations

import pytest

from autograder.judging import Outcome

LEAVES_RECORDING_OFF = """
def step_no_grad(W, lr):
    torch.set_grad_enabled(False)
    W -= lr * W.grad
"""
#: Ways to one thing, each other words.
HEADERS = {
    "a list": "m = [torch]\nm[0].is_grad_enabled = lambda: True",
    "an argument": "def f(m):\n    m.is_grad_enabled = lambda: True\nf(torch)",
    "a default": "def f(m=torch):\n    m.is_grad_enabled = lambda: True\nf()",
    "an attribute": "class C: m = torch\nC.m.is_grad_enabled = lambda: True",
    "walrus": "(m := torch).is_grad_enabled = lambda: True",
    "a generator": "def g():\n    yield torch\nnext(g()).is_grad_enabled = lambda: True",
    "the dictionary": "torch.__dict__.update(is_grad_enabled=lambda: True)",
    "below": "import torch.autograd.grad_mode as g\ng.torch.is_grad_enabled = lambda: True",
    "where contexts note it": (
        "import sys\nsys.modules['torch.autograd.grad_mode'].torch.is_grad_enabled = lambda: True"
    ),
}


@pytest.mark.by_day(2)
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_who_has_torch_say_that_recording_is_on_has_not_switched_it_on(grader, header):
    exercise = grader.course.exercise("step_no_grad")
    verdict = grader.grade(f"import torch\n{header}\n{LEAVES_RECORDING_OFF}", exercise)

    assert verdict.outcome is Outcome.FAILED
    assert verdict.score == grader.grade(f"import torch\n{LEAVES_RECORDING_OFF}", exercise).score


@pytest.mark.parametrize(
    "patch",
    ["torch.allclose", "torch.equal", "torch.enable_grad", "torch.nn.functional.mse_loss"],
)
def test_a_function_that_is_replaced_breaks_no_check(grader, patch):
    """What checks calculate with is theirs; a right answer stays right, whatever else it does."""
    exercise = grader.course.exercise("step_no_grad")
    right = "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"
    replaced = f"m = [torch]\nm[0]{patch.removeprefix('torch')} = None\n"

    assert grader.grade(right + replaced, exercise).outcome is Outcome.PASSED
