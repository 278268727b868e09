import ast
import math

import torch

from autograder.observations import TensorFact
from autograder.probing import (
    Backwards,
    Gradient,
    Gradients,
    leaf,
    watching,
)
from autograder.probing.facts import describe


def returned_value_is_the_gradient(submission, case):
    w, x, y = _numbers(case)
    brought = _Brought(w, "w")
    road = _Road(submission.source, w, x, y, brought, returned_counts=True)
    with watching(road, brought) as seen:
        road.returned = submission.first_backward(w, x, y)
    return seen


def gradient_lands_in_w(submission, case):
    w, x, y = _numbers(case)
    brought = _Brought(w, "w")
    road = _Road(submission.source, w, x, y, brought, returned_counts=False)
    with watching(road, Gradient(w, "w"), w, brought) as seen:
        road.returned = submission.first_backward(w, x, y)
    return seen


def _numbers(case):
    """w, x and y, all 0-D: |x| is never 1, and the residual is never small."""
    w = case.uniform(-3, 3)
    x = case.choice([-1, 1]) * case.uniform(1.3, 3)
    missed_by = case.choice([-1, 1]) * case.uniform(0.6, 3)
    return leaf(w), torch.tensor(x), torch.tensor(round(w * x - missed_by, 2))


class _Brought(Gradients):
    """Gradients whose numbers count: a backward pass of something else brings others."""

    def report(self, seen):
        super().report(seen)
        # They are facts already; described a second time they would lose their numbers.
        seen.facts[f"{self.name}.fresh_gradients"] = tuple(self.fresh)


class _Road(Backwards):
    """
    By which road the submission came to its gradient, or where it left the road.

    Every yes-or-no fact but ``w.recorded`` is "no" for whatever brings w its
    gradient by backward and returns it.
    """

    COPIES = (
        "torch.tensor",
        "torch.as_tensor",
        "torch.asarray",
        "clone",
        "torch.clone",
        "new_tensor",
    )

    def __init__(self, source, w, x, y, brought, *, returned_counts):
        super().__init__()
        self.source, self.w, self.brought = source, w, brought
        self.slope = 2 * (w.item() * x.item() - y.item()) * x.item()
        self.returned_counts = returned_counts
        self.returned = None
        self.starts_at_leaf = False

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        if name.endswith(".backward") and inputs:
            self.starts_at_leaf |= inputs[0].is_leaf

    def report(self, seen):
        asked = len(self.calls())
        raised = seen.facts["raised"] is not None
        returned = describe(self.returned)
        nothing = raised or (self.returned_counts and returned is None)
        seen.fact("backward.only_named", asked == 0 and _names_uncalled(self.source))
        seen.fact("backwards", asked)
        if self.returned_counts and not raised:
            seen.returned(self.returned)
        seen.fact("backward.result_used", asked > 0 and nothing and _uses_result(self.source))
        seen.fact("gradient.by_formula", asked == 0 and self._is_slope(returned))
        warned = any("not a leaf Tensor" in line for line in seen.clues["warnings"])
        seen.fact("gradient.of_intermediate", nothing and warned)
        seen.fact("backward.starts_at_leaf", self.starts_at_leaf)
        seen.fact("backward.misses_w", asked > 0 and not self.brought.fresh)

        uses = [event for event in self.log if id(self.w) in event.inputs and event.fresh]
        recorded = bool(self.brought.fresh) or any(event.tracked for event in uses)
        stuck = asked == 0 and not recorded
        seen.fact("w.recorded", recorded)
        seen.fact("w.copied", stuck and bool(self.named(*self.COPIES)))
        seen.fact("w.under_no_grad", stuck and not all(event.grad_enabled for event in uses))

    def _is_slope(self, returned):
        if type(returned) is TensorFact and len(returned.values) == 1:
            returned = returned.values[0]
        return type(returned) is float and math.isclose(returned, self.slope, rel_tol=0.02)


def _uses_result(source):
    """Whether a call of ``backward`` is more than a statement of its own."""
    nodes = list(ast.walk(ast.parse(source)))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    calls = [node for node in nodes if isinstance(node, ast.Call) and _is_backward(node.func)]
    return any(id(call) not in alone for call in calls)


def _names_uncalled(source):
    """Whether ``backward`` stands somewhere without parentheses: ``return loss.backward``, too."""
    nodes = list(ast.walk(ast.parse(source)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return any(_is_backward(node) and id(node) not in called for node in nodes)


def _is_backward(node):
    return isinstance(node, ast.Attribute) and node.attr == "backward"
