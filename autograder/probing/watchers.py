"""
Watchers of tensors and of torch: each sees one kind of thing while learner code runs.

A watcher has ``start()``, ``stop()`` and ``report(seen)``; :func:`watching`
calls them in that order and turns what was reported into an observation.
The codes D1 … D17 are those of the project's list of detection primitives.
"""

from __future__ import annotations

import functools
import gc
import math
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.optim.optimizer import register_optimizer_step_pre_hook
from torch.overrides import (
    TorchFunctionMode,
    get_overridable_functions,
    handle_torch_function,
    has_torch_function,
    resolve_name,
)

from autograder.observations import Fact, TensorFact
from autograder.probing.facts import describe_tensor
from autograder.probing.journal.mode import function_name
from autograder.probing.uses import gradient_in_use
from autograder.probing.watcher import Named, Report, Watcher, hooked

__all__ = [
    "Backwards",
    "Cuts",
    "Event",
    "Events",
    "ForwardModes",
    "Gradient",
    "Gradients",
    "Leaf",
    "OptimizerSteps",
    "Parameters",
    "SavedTensors",
    "Survivors",
    "Unchanged",
    "Updates",
    "prepare_names",
    "tell_backward",
]


#: Passes of a loop that are recorded, and numbers of one tensor that are.
MAX_PASSES, _MAX_SHOWN = 30, 6


def _shown_numbers(tensor: Tensor) -> Fact:
    """A few numbers as they are, many by their norm."""
    fact = describe_tensor(tensor)
    if not isinstance(fact, TensorFact):
        return None
    if len(fact.values) == 1:
        return fact.values[0]
    if len(fact.values) <= _MAX_SHOWN:
        return fact.values
    return f"‖…‖ = {math.hypot(*fact.values):.4g}"


class Leaf(Named):
    """
    D1, D2. The handed leaf itself, whatever the learner's names point at by now.

    Facts: ``W`` (value), ``W.requires_grad``, ``W.is_leaf``,
    ``W.behind_autograd``: the value moved while the version counter stood
    still, as happens through ``.data``; and as their witness ``W.in_use``,
    the sum of the gradient that W gets when it is used with the numbers it began with.
    """

    def start(self) -> None:
        self._before = _copy(self.tensor)
        self._version = self.tensor._version

    def report(self, seen: Report) -> None:
        moved = _differs(self.tensor, self._before)
        seen.fact(self.name, self.tensor)
        seen.fact(f"{self.name}.requires_grad", self.tensor.requires_grad)
        seen.fact(f"{self.name}.is_leaf", self.tensor.is_leaf)
        seen.fact(f"{self.name}.behind_autograd", moved and self.tensor._version == self._version)
        seen.fact(f"{self.name}.in_use", self._gradient_in_use())

    def _gradient_in_use(self) -> float | None:
        # Of another shape it has nothing to do with what it began with.
        fits = self.tensor.shape == self._before.shape
        gradient = gradient_in_use(self.tensor, self._before) if fits else None
        return None if gradient is None else gradient.double().sum().item()


class Unchanged(Named):
    """
    D2. An input that must stay as it was.

    Facts: ``x.changed``, and as its witness ``x.kept``: the sum of its numbers, if it is as it was.
    """

    def start(self) -> None:
        self._before = _copy(self.tensor)

    def report(self, seen: Report) -> None:
        changed = _differs(self.tensor, self._before)
        seen.fact(f"{self.name}.changed", changed)
        seen.fact(
            f"{self.name}.kept", None if changed else _copy(self.tensor).double().sum().item()
        )


class Gradient(Named):
    """What stands in ``.grad`` afterwards. Fact: ``W.grad``."""

    def report(self, seen: Report) -> None:
        seen.fact(f"{self.name}.grad", self.tensor.grad)


class Gradients(Named):
    """
    D3. Every gradient that reaches the handed leaf.

    Facts: ``W.fresh_gradients``, one tensor for each backward pass, and
    ``W.adds_up``: after some pass ``.grad`` held more than what that pass
    brought. No threshold: forgotten zeroing *is* that difference. Both hooks
    sit on the leaf, so they go on reporting when a learner rebinds the name.
    ``torch.autograd.grad`` shows up in the first and never adds up.
    """

    def start(self) -> None:
        self.fresh: list[Fact] = []
        self.adds_up = False
        self._film: dict[str, list[Fact]] = {"fresh": [], "grad": [], "value": []}
        self._hooks: list[Any] = []
        self._last: Tensor | None = None
        if self.tensor.requires_grad and self.tensor.is_leaf:
            self._hooks = [
                self.tensor.register_hook(hooked(self._saw_fresh)),  # type: ignore[no-untyped-call]
                self.tensor.register_post_accumulate_grad_hook(hooked(self._saw_accumulated)),  # type: ignore[no-untyped-call]
                self.tensor.register_post_accumulate_grad_hook(hooked(self._film_pass)),  # type: ignore[no-untyped-call]
            ]

    def _saw_fresh(self, gradient: Tensor) -> None:
        self._last = gradient.detach().clone()
        if len(self.fresh) < 50:
            self.fresh.append(describe_tensor(self._last))

    def _saw_accumulated(self, tensor: Tensor) -> None:
        if tensor.grad is not None and self._last is not None:
            self.adds_up |= not torch.allclose(tensor.grad, self._last, equal_nan=True)

    def stop(self) -> None:
        for hook in self._hooks:
            hook.remove()

    def _film_pass(self, tensor: Tensor) -> None:
        """A frame of the recording: what came, what ``.grad`` holds now, where the leaf stands."""
        film, held = self._film, tensor.grad
        if held is None or self._last is None or len(film["fresh"]) >= MAX_PASSES:
            return
        for name, shown in (("fresh", self._last), ("grad", held), ("value", tensor)):
            film[name].append(_shown_numbers(shown))

    def record(self, recording: dict[str, Fact]) -> None:
        # Of several leaves the first one is shown.
        if self._film["fresh"] and "fresh" not in recording:
            recording["name"] = self.name
            recording.update({name: tuple(frames) for name, frames in self._film.items()})
            recording["end"] = _shown_numbers(self.tensor)

    def report(self, seen: Report) -> None:
        seen.fact(f"{self.name}.fresh_gradients", tuple(self.fresh))
        seen.fact(f"{self.name}.adds_up", self.adds_up)


@dataclass(frozen=True, slots=True)
class Event:
    """
    One torch call of the learner's code.

    Attributes:
        name: Such as ``torch.Tensor.sub_`` or ``torch.Tensor.grad.__get__``.
        grad_enabled: Whether the graph was being recorded.
        inputs: The ``id`` of each tensor among the arguments.
        tracked: Whether the result was a tensor that requires grad.
        fresh: Whether the result was a tensor that was none of the arguments.
    """

    name: str
    grad_enabled: bool
    inputs: frozenset[int]
    tracked: bool
    fresh: bool

    @property
    def short_name(self) -> str:
        """The name as written after a dot: ``sub_``, ``grad.__get__``, but ``torch.sub``."""
        return self.name.removeprefix("torch.Tensor.")


class Events(Watcher):
    """
    D4. The log of torch calls, for a check to ask afterwards.

    Reports nothing by itself. The tensors of the log are kept alive until the
    watcher is gone, so that their ids stay theirs.
    """

    MAX_EVENTS: ClassVar[int] = 20_000

    def __init__(self) -> None:
        self.log: list[Event] = []
        self._alive: list[object] = []

    def start(self) -> None:
        self._mode = _Recorder(hooked(self._saw))
        self._mode.__enter__()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        self._mode.__exit__(None, None, None)  # type: ignore[no-untyped-call]

    def named(self, *names: str) -> list[Event]:
        """Return the events with one of these short names, in order."""
        return [event for event in self.log if event.short_name in names]

    def _saw(self, name: str, inputs: list[Tensor], result: object) -> None:
        if len(self.log) >= self.MAX_EVENTS:
            return
        self._alive += inputs
        ids = frozenset(id(tensor) for tensor in inputs)
        is_tensor = isinstance(result, Tensor)
        self.log.append(
            Event(
                name=name,
                grad_enabled=torch.is_grad_enabled(),
                inputs=ids,
                tracked=is_tensor and result.requires_grad,  # type: ignore[attr-defined]
                fresh=is_tensor and id(result) not in ids,
            )
        )
        if is_tensor:
            self._alive.append(result)


class Backwards(Events):
    """
    D4. Whether autograd was asked, by whatever name.

    Fact: ``backwards``, the number of calls of ``backward``, ``torch.autograd.grad``,
    ``torch.func.grad`` and their like.
    """

    # Forward-mode differentiation makes dual numbers; all other ways end in one of the first three.
    _NAMES: ClassVar = (
        "backward", "torch.autograd.backward", "torch.autograd.grad", "torch._make_dual",
    )  # fmt: skip

    def start(self) -> None:
        self._losses: list[Fact] = []
        super().start()

    def _saw(self, name: str, inputs: list[Tensor], result: object) -> None:
        called = name.removeprefix("torch.Tensor.") == "backward" and bool(inputs)
        if called and len(self._losses) < MAX_PASSES:
            self._losses.append(_shown_numbers(inputs[0]))
        super()._saw(name, inputs, result)

    def record(self, recording: dict[str, Fact]) -> None:
        if self._losses and "loss" not in recording:
            recording["loss"] = tuple(self._losses)

    def report(self, seen: Report) -> None:
        seen.fact("backwards", len(self.calls()))

    def calls(self) -> list[Event]:
        """Return the events that asked autograd for derivatives."""
        return self.named(*self._NAMES)


class Updates(Named):
    """
    D1, D4. Whether a new tensor took the place of the handed leaf.

    Fact: ``W.replaced_by``: ``"nothing"``, or, when the leaf itself stayed
    where it was and a difference was made from it, ``"a tracked result"``
    (``W = W - …``) or ``"an untracked result"`` (the same under ``no_grad``).
    """

    # What an update can be written with; X @ W, W * x and the like are forward passes.
    _STEPS: ClassVar = (
        "sub", "add", "rsub", "__sub__", "__add__", "__rsub__", "__radd__",
        "torch.sub", "torch.add", "torch.subtract", "subtract", "torch.rsub",
    )  # fmt: skip

    def __init__(self, tensor: Tensor, name: str = "") -> None:
        super().__init__(tensor, name)
        self._events = Events()

    def start(self) -> None:
        self._before = describe_tensor(self.tensor)
        self._events.start()

    def stop(self) -> None:
        self._events.stop()

    def report(self, seen: Report) -> None:
        made = [
            event
            for event in self._events.named(*self._STEPS)
            if id(self.tensor) in event.inputs and event.fresh
        ]
        replaced = "nothing"
        if made and describe_tensor(self.tensor) == self._before:
            replaced = "a tracked result" if made[0].tracked else "an untracked result"
        seen.fact(f"{self.name}.replaced_by", replaced)


class Cuts(Events):
    """
    D4. What left tensor-land. Clue: ``cuts``, the sorted names of ``detach``, ``item``,
    ``numpy``, ``tolist``, ``data``, ``float`` that the learner's code used on a tracked tensor.
    """

    _CUTS: ClassVar = {
        "detach": "detach",
        "detach_": "detach",
        "item": "item",
        "numpy": "numpy",
        "__array__": "numpy",
        "tolist": "tolist",
        "data.__get__": "data",
        "__float__": "float",
    }

    def report(self, seen: Report) -> None:
        used = {self._CUTS[event.short_name] for event in self.named(*self._CUTS)}
        seen.clue("cuts", tuple(sorted(used)))


class OptimizerSteps(Watcher):
    """
    D5. The gradients that an optimizer met when it stepped.

    Fact: ``step.gradients``, a text for each step: ``"present"``, ``"absent"``
    (all ``None``), ``"zero"`` or ``"some absent"``.
    """

    def start(self) -> None:
        self.steps: list[str] = []
        self._hook = register_optimizer_step_pre_hook(hooked(self._saw))

    def stop(self) -> None:
        self._hook.remove()

    def _saw(self, optimizer: torch.optim.Optimizer, *_: Any) -> None:
        gradients = [p.grad for group in optimizer.param_groups for p in group["params"]]
        present = [gradient for gradient in gradients if gradient is not None]
        if not present:
            state = "absent"
        elif len(present) < len(gradients):
            state = "some absent"
        elif all(not bool(gradient.any()) for gradient in present):
            state = "zero"
        else:
            state = "present"
        if len(self.steps) < 50:
            self.steps.append(state)

    def report(self, seen: Report) -> None:
        seen.fact("step.gradients", tuple(self.steps))


class SavedTensors(Watcher):
    """D7. How many tensors autograd put by for a backward pass. Fact: ``saved_tensors``."""

    def start(self) -> None:
        self.count = 0
        self._hooks = torch.autograd.graph.saved_tensors_hooks(
            hooked(self._saved), lambda tensor: tensor
        )
        self._hooks.__enter__()

    def stop(self) -> None:
        self._hooks.__exit__(None, None, None)

    def _saved(self, tensor: Tensor) -> Tensor:
        self.count += 1
        return tensor

    def report(self, seen: Report) -> None:
        seen.fact("saved_tensors", self.count)


class ForwardModes(Watcher):
    """
    D9. In which mode *module* was called.

    Fact: ``model.calls``, a text for each call of *module* itself:
    ``"train"`` or ``"eval"``, then ``"recorded"``, ``"no_grad"`` or
    ``"inference_mode"``. Calling ``model.forward(x)`` passes by the hook and is not counted.
    """

    def __init__(self, module: torch.nn.Module, name: str = "model") -> None:
        self.module = module
        self.name = name

    def start(self) -> None:
        self.calls: list[str] = []
        self._hook = torch.nn.modules.module.register_module_forward_pre_hook(hooked(self._saw))

    def stop(self) -> None:
        self._hook.remove()

    def _saw(self, module: torch.nn.Module, _: Any) -> None:
        if module is not self.module or len(self.calls) >= 50:
            return
        recorded = "recorded" if torch.is_grad_enabled() else "no_grad"
        if torch.is_inference_mode_enabled():
            recorded = "inference_mode"
        self.calls.append(f"{'train' if module.training else 'eval'}, {recorded}")

    def report(self, seen: Report) -> None:
        seen.fact(f"{self.name}.calls", tuple(self.calls))


class Parameters(Watcher):
    """
    D16. Which parameters a model registers, and which of them the optimizer holds.

    Facts: ``model.parameters`` (names in order), the value of each parameter
    as ``model.NAME``, and, with an *optimizer*, ``optimizer.misses``: names of
    parameters that it does not hold.
    """

    def __init__(
        self,
        model: torch.nn.Module,
        optimizer: torch.optim.Optimizer | None = None,
        name: str = "model",
    ) -> None:
        self.model = model
        self.optimizer = optimizer
        self.name = name

    def report(self, seen: Report) -> None:
        parameters = dict(self.model.named_parameters())
        seen.fact(f"{self.name}.parameters", tuple(parameters))
        for name, parameter in parameters.items():
            seen.fact(f"{self.name}.{name}", parameter)
        if self.optimizer is not None:
            held = {id(p) for group in self.optimizer.param_groups for p in group["params"]}
            missed = tuple(name for name, p in parameters.items() if id(p) not in held)
            seen.fact("optimizer.misses", missed)


class Survivors(Events):
    """
    D17. Tracked results that are still alive after the learner's code is done.

    Fact: ``survivors``. A loss that was kept with its graph keeps every tensor
    of that graph; a float keeps none. Report it before the returned value is dropped.
    """

    def start(self) -> None:
        self._results: list[weakref.ref[Tensor]] = []
        super().start()

    def _saw(self, name: str, inputs: list[Tensor], result: object) -> None:  # noqa: ARG002
        if isinstance(result, Tensor) and result.grad_fn is not None:
            self._results.append(weakref.ref(result))

    def report(self, seen: Report) -> None:
        gc.collect()
        alive = [ref() for ref in self._results]
        seen.fact("survivors", len({id(tensor) for tensor in alive if tensor is not None}))


class _Recorder(TorchFunctionMode):
    """Tells *saw* of each torch call: name, tensors among the arguments, result."""

    def __init__(self, saw: Callable[[str, list[Tensor], object], None]) -> None:
        super().__init__()
        self._saw = saw

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        # What is asked of the result here is no event of the learner's.
        with torch._C.DisableTorchFunction():
            self._saw(_event_name(func), list(_tensors((*args, *kwargs.values()))), result)
        return result


def _copy(tensor: Tensor) -> Tensor:
    with torch._C.DisableTorchFunction():
        return Tensor.detach(tensor).clone()


def _differs(tensor: Tensor, before: Tensor) -> bool:
    """Bit for bit, NaN being equal to NaN; another shape or dtype differs too."""
    with torch._C.DisableTorchFunction(), torch.no_grad():
        if tensor.shape != before.shape or tensor.dtype != before.dtype:
            return True
        return not torch.allclose(tensor, before, rtol=0, atol=0, equal_nan=True)


def tell_backward() -> None:
    """
    Have ``torch.autograd.backward`` tell function modes that it is called, as from torch 2.11 on.

    Before, it was a plain function that no recorder ever heard of. Changes ``torch.autograd``, so
    this is for a process of the sandbox, before anything of a learner's is loaded.
    """
    heard = []
    with _Recorder(lambda name, *_: heard.append(name)), torch.enable_grad():
        torch.autograd.backward(torch.zeros((), requires_grad=True) * 1)
    if "torch.autograd.backward" not in heard:
        torch.autograd.backward = _telling(torch.autograd.backward)


def _telling(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return *function* such that modes and tensor subclasses hear of it as of any other of torch's."""

    @functools.wraps(function)
    def tells(*args: Any, **kwargs: Any) -> Any:
        tensors = (*_tensors((*args, *kwargs.values())),)
        if has_torch_function(tensors):
            return handle_torch_function(tells, tensors, *args, **kwargs)
        return function(*args, **kwargs)

    return tells


def prepare_names() -> None:
    """Look up the names of all torch functions, so that processes forked from here know them."""
    for functions in get_overridable_functions().values():
        for func in functions:
            _known_name(func)
            function_name(func)


def _event_name(func: Any) -> str:
    try:
        return _known_name(func)
    except TypeError:  # A learner's own callable need not be hashable.
        return "unknown"


@functools.cache
def _known_name(func: Any) -> str:
    name = resolve_name(func)
    if name is None:
        module = getattr(func, "__module__", None) or "torch"
        name = f"{module}.{getattr(func, '__name__', 'unknown')}"
    return str(name).replace("torch._tensor.Tensor", "torch.Tensor")


def _tensors(values: Iterable[object]) -> Iterable[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from (part for part in value if isinstance(part, Tensor))
