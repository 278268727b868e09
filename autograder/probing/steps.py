"""How a loop moves its parameter: what took its place, and with which gradient it stepped."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.optim.optimizer import register_optimizer_step_pre_hook

from autograder.observations import Fact, TensorFact
from autograder.probing.facts import describe_tensor
from autograder.probing.watcher import Named, Report, hooked
from autograder.probing.watchers import Backwards, Gradients

__all__ = ["GradientsPerStep", "Replacement", "Steps"]


class Replacement(Named, Backwards):
    """
    D1, D4. Whether a new tensor took the place of the handed leaf.

    Unlike :class:`Updates` it follows copies such as ``W.detach()`` too, and takes for an
    update only what is computed from W *and its gradient*.

    Fact: ``W.replaced_by``: ``"nothing"``, or, when the leaf itself stayed where it was,
    ``"a tracked result"`` or ``"an untracked result"``. Clue: ``road``, the way of copying.
    """

    def __init__(self, tensor: Tensor, name: str = "") -> None:
        Named.__init__(self, tensor, name)
        Backwards.__init__(self)
        self._before = describe_tensor(tensor)
        self._copies = {id(tensor): ""}  # W and its copies, with the first way of copying
        self._gradients: set[int] = set()
        self._unused: set[int] = set()  # results of W.detach() that nobody computed with
        # What was to take W's place: the tensor, was it tracked, the way of copying.
        self._made: list[tuple[Tensor, bool, str]] = []
        self._kept: list[object] = []  # so that ids stay theirs
        self._road = ""

    def _saw(self, name: str, inputs: list[Tensor], result: object) -> None:
        super()._saw(name, inputs, result)
        short = name.removeprefix("torch.Tensor.")
        ids = {id(tensor) for tensor in inputs}
        copies = [self._copies[one] for one in ids if one in self._copies]
        if not short.endswith("__get__"):
            self._unused -= ids
        if any(_same_memory(tensor, self.tensor) for tensor in inputs):
            # Written into W after all: W.copy_(new), W[...] = new, W.data = new.
            self._made = [made for made in self._made if id(made[0]) not in ids]
        if short == "data.__set__" and copies and not all(one in self._copies for one in ids):
            self._road = "new data"
        if short == "torch.autograd.grad" and isinstance(result, tuple):
            self._kept.append(result)
            self._gradients |= {id(part) for part in result}
        if short == "grad.__get__" and copies:
            self._road = copies[0] or self._road
            if copies[0] and not self._made:
                self._made.append((inputs[0], inputs[0].requires_grad, copies[0]))
        if isinstance(result, Tensor):
            self._saw_result(short, ids, copies, result)

    def _saw_result(self, short: str, ids: set[int], copies: list[str], result: Tensor) -> None:
        if short in ("detach", "clone", "data.__get__") and copies:
            self._copies[id(result)] = copies[0] or short
            if short == "detach":
                self._unused.add(id(result))
        elif short == "grad.__get__":
            self._gradients.add(id(result))
        elif ids & self._gradients and not _same_memory(result, self.tensor):
            self._gradients.add(id(result))
            if copies:
                self._made.append((result, result.requires_grad, copies[0]))

    @property
    def moved(self) -> bool:
        """Whether the handed leaf has another value than before."""
        return describe_tensor(self.tensor) != self._before

    def replaced_by(self) -> str:
        """The fact ``W.replaced_by``."""
        if not self._made or self.moved:
            return "nothing"
        _, tracked, self._road = self._made[0]
        return "a tracked result" if tracked else "an untracked result"

    def report(self, seen: Report) -> None:
        seen.fact(f"{self.name}.replaced_by", self.replaced_by())
        seen.clue("road", "detach" if self._unused else self._road)


class GradientsPerStep(Gradients):
    """
    D3, for loops: gradients add up only if ``.grad`` holds some from before W last moved.

    Several backward passes between two moves are micro-batches, and add up on purpose.
    """

    _due: Tensor | None = None
    _at: Fact = None

    def _saw_accumulated(self, tensor: Tensor) -> None:
        now = describe_tensor(tensor)
        moved = now != self._at or self._due is None
        self._due = self._last if moved else self._due + self._last  # type: ignore[operator]
        self._at = now
        if tensor.grad is not None and not torch.allclose(tensor.grad, self._due, equal_nan=True):  # type: ignore[arg-type]
            super()._saw_accumulated(tensor)


class Steps(Replacement):
    """
    D3, D4, D5. How the steps of a loop were made.

    Facts: ``W.replaced_by``, ``W.adds_up``, ``backwards``, and truth values that are all False
    where a step is made with the gradient of its own backward pass:
    ``stale_gradient`` (all passes brought the same one, though W moved),
    ``by_hand`` (W moved, autograd was not asked),
    ``gradient_missed`` (it was asked, but nothing arrived at W),
    ``gradient_unused`` (no step was made with what arrived),
    ``emptied_too_early`` (the step was made when it was gone),
    ``step_without_gradient`` (an optimizer stepped, autograd was not asked).
    Their witness: ``W.by_gradient``, the sum of the numbers that W began with, if autograd was
    asked on the way and nothing was raised.
    Clue: ``road``, what else tells programs apart that show the same.
    """

    def __init__(self, tensor: Tensor, name: str = "") -> None:
        super().__init__(tensor, name)
        self._arriving = Gradients(tensor)
        self._asked = self._stepped = self._touched = False
        self._forward = ""

    def start(self) -> None:
        self._arriving.start()
        self._hook = register_optimizer_step_pre_hook(hooked(self._saw_optimizer))
        super().start()

    def stop(self) -> None:
        super().stop()
        self._hook.remove()
        self._arriving.stop()

    def _saw_optimizer(self, *_: Any) -> None:
        self._stepped = True

    def _saw(self, name: str, inputs: list[Tensor], result: object) -> None:
        short = name.removeprefix("torch.Tensor.")
        self._asked |= short in self._NAMES
        if not self._asked and any(tensor is self.tensor for tensor in inputs):
            self._saw_forward(short, result)
        if any(_same_memory(tensor, self.tensor) for tensor in inputs):
            self._touched |= _writes(short)
        super()._saw(name, inputs, result)

    def _saw_forward(self, short: str, result: object) -> None:
        """How the first forward pass begins: recorded, unrecorded, or with a cut."""
        if self._forward or short in ("requires_grad.__get__", "grad.__get__", "clone"):
            return
        if short in ("detach", "data.__get__", "item", "tolist", "numpy", "__float__"):
            self._forward = "cut"
        elif isinstance(result, Tensor) and result is not self.tensor:
            self._forward = "recorded" if torch.is_grad_enabled() else "under no_grad"

    def record(self, recording: dict[str, Fact]) -> None:
        super().record(recording)
        self._arriving.name = self.name
        self._arriving.record(recording)

    def report(self, seen: Report) -> None:
        raised = seen.facts["raised"] is not None
        arrived = self._arriving.fresh
        idle = not self.moved and self.replaced_by() == "nothing"
        unused = bool(arrived) and idle and not (raised or self._touched or self._stepped)
        gradient = self.tensor.grad
        # Where something else went wrong first, zeros in .grad are not what the learner should hear.
        empty = gradient is None or (not raised and _is_zero(describe_tensor(gradient)))
        Replacement.report(self, seen)
        seen.fact(f"{self.name}.adds_up", self._arriving.adds_up)
        seen.fact("stale_gradient", self.moved and len(arrived) > 1 and _all_equal(arrived))
        seen.fact("by_hand", self.moved and not self._asked)
        seen.fact("gradient_missed", self._asked and not arrived and idle)
        seen.fact("gradient_unused", unused)
        seen.fact("emptied_too_early", bool(arrived) and empty and idle and not unused)
        seen.fact("step_without_gradient", self._stepped and not self._asked)
        seen.fact(
            f"{self.name}.by_gradient", _sum(self._before) if self._asked and not raised else None
        )
        if not self._unused and raised and self._forward in ("cut", "under no_grad"):
            seen.clue("road", self._forward)
        Backwards.report(self, seen)


def _writes(short: str) -> bool:
    in_place = short.endswith("_") and not short.endswith("__")
    in_place |= short in ("__isub__", "__iadd__", "__imul__", "__itruediv__")
    return short in ("__setitem__", "data.__set__") or (
        in_place and short not in ("requires_grad_", "detach_")
    )


def _all_equal(facts: list[Fact]) -> bool:
    return all(fact == facts[0] for fact in facts)


def _sum(fact: Fact) -> float | None:
    return math.fsum(fact.values) if isinstance(fact, TensorFact) else None


def _is_zero(fact: Fact) -> bool:
    return isinstance(fact, TensorFact) and not any(fact.values)


def _same_memory(one: Tensor, other: Tensor) -> bool:
    try:
        return one.data_ptr() == other.data_ptr()
    except RuntimeError:  # sparse and other tensors without a plain storage
        return False
