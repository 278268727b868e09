"""Which gradient goes along which edge of a graph, worked out without autograd's engine."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

__all__ = ["Flow"]

# Part of torch's message about a graph whose saved tensors a backward pass has freed.
_USED = "second time"


class Flow:
    """
    What ``result.backward()`` would send along every edge.

    Each node is called by itself, with the sum of the gradients that reach it. The engine takes
    no part: no hook of a tensor is called, no ``.grad`` changes, no saved tensor is freed, and the
    backward of a learner's own ``autograd.Function`` is not run.

    Args:
        result: A tracked tensor. If it is not a single number, no gradient is known, since a
            backward pass would need to be given the gradient to begin with.

    Attributes:
        used: Whether a backward pass has freed what some node had saved; gradients beyond that
            node are then not known.
    """

    def __init__(self, result: Tensor) -> None:
        self.used = False
        self._arriving: dict[Any, list[Tensor | None]] = {}
        self._sent: dict[Any, Sequence[Tensor | None]] = {}
        self._unknown: set[Any] = set()
        if result.numel() != 1 or result.device.type == "meta":
            return
        with torch.no_grad():
            self._add(result.grad_fn, result.output_nr, torch.ones_like(result))
            for node in _results_first(result.grad_fn):
                self._pass_on(node)

    def along(self, node: Any, place: int) -> Tensor | None:
        """Return what *node* sends to the input at *place*; None if that is nothing or not known."""
        sent = self._sent.get(node, ())
        return sent[place] if place < len(sent) else None

    def _pass_on(self, node: Any) -> None:
        inputs = node.next_functions
        if not inputs:
            return
        sent = None if node in self._unknown else self._called(node)
        if sent is None:
            self._unknown.update(following for following, _ in inputs if following is not None)
            return
        self._sent[node] = sent
        for (following, place), gradient in zip(inputs, sent, strict=False):
            if following is not None and gradient is not None:
                self._add(following, place, gradient)

    def _add(self, node: Any, place: int, gradient: Tensor) -> None:
        arriving = self._arriving.setdefault(node, [])
        arriving += [None] * (place + 1 - len(arriving))
        held = arriving[place]
        arriving[place] = gradient if held is None else held + gradient

    def _called(self, node: Any) -> Sequence[Tensor | None] | None:
        """The gradients that *node* sends to its inputs; None if they can't be known."""
        arriving = self._arriving.get(node, [])
        if not any(gradient is not None for gradient in arriving):
            return ()
        outputs = len(getattr(node, "_input_metadata", arriving))  # not in every torch
        arriving = [*arriving, *[None] * (outputs - len(arriving))]
        try:
            made = node(*arriving)
            made = made if isinstance(made, tuple) else (made,)
            ways = zip(made, node.next_functions, strict=False)
            return [_fitted(gradient, *way) for gradient, way in ways]
        except Exception as error:  # noqa: BLE001 - a node of the learner's own, or a used graph
            self.used |= _USED in str(error)
            return None


def _fitted(gradient: Tensor | None, node: Any, place: int) -> Tensor | None:
    """Return *gradient* summed over broadcast axes, as the engine does between nodes."""
    outputs = getattr(node, "_input_metadata", ())
    if gradient is None or node is None:
        return None
    if place < len(outputs) and list(gradient.shape) != list(outputs[place].shape):
        return gradient.sum_to_size(*outputs[place].shape)
    return gradient


def _results_first(root: Any) -> list[Any]:
    """Return the nodes behind *root*, each before its inputs."""
    waiting: dict[Any, int] = {root: 0}
    found = deque([root])
    while found:
        for following, _ in found.popleft().next_functions:
            if following is None:
                continue
            if following not in waiting:
                waiting[following] = 0
                found.append(following)
            waiting[following] += 1
    ready, ordered = [root], []
    while ready:
        node = ready.pop()
        ordered.append(node)
        for following, _ in node.next_functions:
            if following is None:
                continue
            waiting[following] -= 1
            if not waiting[following]:
                ready.append(following)
    return ordered
