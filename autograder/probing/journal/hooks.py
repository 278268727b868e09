"""
What is hung on gradients, optimizers and modules while a learner's code runs.

Each group of hooks writes its own kinds of events. A hook is a closure
(:func:`~autograder.probing.watcher.hooked`), so that it hands nobody the recorder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules import module as module_hooks
from torch.optim.optimizer import (
    Optimizer,
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

from autograder.observations import TensorFact
from autograder.probing.journal.events import (
    Accumulated,
    Event,
    GradientArrived,
    ModuleCalled,
    ModuleReturned,
    OptimizerStepped,
    OutputReached,
    ParameterRegistered,
)
from autograder.probing.journal.numbers import Numbers
from autograder.probing.journal.reading import held_by, kind_of, sampled_if_tensor
from autograder.probing.tensors import sampled
from autograder.probing.watcher import hooked

__all__ = ["GradientHooks", "ModuleHooks", "OptimizerHooks"]

#: Gradients of one tensor that are noted, and those of them that are noted with their numbers.
MAX_ARRIVALS, MAX_GRADIENTS = 2_000, 60
#: Steps of each optimizer that are noted with the gradients that they met.
MAX_STEPS = 100
#: Calls of a module in one mode that are noted of a long training: room must be left for its end.
MAX_LIKE_CALLS = 10_000
#: Parameters of the learner's own modules that are watched.
MAX_PARAMETERS = 200


class _Hooks:
    """
    Hooks that are added and removed together.

    Args:
        numbers: Of all tensors, modules and optimizers of the journal.
        write: Takes each event.
    """

    def __init__(self, numbers: Numbers, write: Callable[[Event], None]) -> None:
        self._numbers, self._write = numbers, write
        self._handles: list[Any] = []

    def remove(self) -> None:
        """Remove all of them."""
        for handle in self._handles:
            handle.remove()
        self._handles.clear()


class GradientHooks(_Hooks):
    """Hooks on leaves: what arrives at each, and what its ``.grad`` holds then."""

    def __init__(self, numbers: Numbers, write: Callable[[Event], None]) -> None:
        super().__init__(numbers, write)
        self._left: dict[int, int] = {}  # by the tensor's number: gradients still to be noted

    def watch(self, tensor: Tensor) -> None:
        """Note from now on what arrives at *tensor*, if it is a leaf that requires grad."""
        if not (tensor.requires_grad and tensor.is_leaf):
            return
        number = self._numbers.of(tensor)
        self._left[number] = MAX_ARRIVALS
        self._handles += [
            tensor.register_hook(lambda gradient: self._saw_gradient(number, gradient)),  # type: ignore[no-untyped-call]
            tensor.register_post_accumulate_grad_hook(  # type: ignore[no-untyped-call]
                lambda tensor: self._saw_accumulated(number, tensor)
            ),
        ]

    def watch_new_parameters(self) -> None:
        """Note from now on each parameter that a module gets, and watch it, too."""
        self._handles.append(
            module_hooks.register_module_parameter_registration_hook(hooked(self._saw_parameter))
        )

    def watch_parameters(self, module: nn.Module) -> tuple[int, ...]:
        """
        Return the parameters that *module* has now, by their numbers, and watch them from now on.

        Those of a copy, or of a layer that finds its size in its first call, were never registered.
        """
        parameters = list(nn.Module.parameters(module))
        numbers = tuple(self._numbers.of(one, keep=True) for one in parameters)
        for number, parameter in zip(numbers, parameters, strict=True):
            if number not in self._left and len(self._left) < MAX_PARAMETERS:
                self.watch(parameter)
        return numbers

    def _saw_gradient(self, number: int, gradient: Tensor) -> None:
        left = self._left[number]
        self._left[number] = left - 1
        if left > 0:
            shown = sampled(gradient) if left > MAX_ARRIVALS - MAX_GRADIENTS else None
            self._write(GradientArrived(number, shown))

    def _saw_accumulated(self, number: int, tensor: Tensor) -> None:
        if self._left[number] >= MAX_ARRIVALS - MAX_GRADIENTS:
            with torch._C.DisableTorchFunction():
                self._write(Accumulated(number, sampled_if_tensor(tensor.grad), sampled(tensor)))

    def _saw_parameter(self, module: nn.Module, name: str, parameter: object) -> None:
        if type(parameter) is nn.Parameter and len(self._left) < MAX_PARAMETERS:
            with torch._C.DisableTorchFunction():
                number = self._numbers.of(parameter, keep=True)
                owner = self._numbers.of(module, keep=True)
                self._write(ParameterRegistered(owner, name, number, parameter.numel()))
                if number not in self._left:
                    self.watch(parameter)


class OptimizerHooks(_Hooks):
    """
    Hooks around the steps of all optimizers: which gradients each step met.

    Attributes:
        in_step: Whether a step without a closure has begun and not ended, as far as that is known.
    """

    def __init__(self, numbers: Numbers, write: Callable[[Event], None]) -> None:
        super().__init__(numbers, write)
        self.in_step = False
        self._steps: Counter[int] = Counter()
        self._held_before: tuple[TensorFact | None, ...] = ()
        self._before_step: dict[int, tuple[Tensor | None, int, TensorFact | None]] = {}

    def add(self) -> None:
        """Begin to note steps."""
        self._handles += [
            register_optimizer_step_pre_hook(hooked(self._saw_step_begin)),
            register_optimizer_step_post_hook(hooked(self._saw_step)),
        ]

    def hides(self, *, recorded: bool) -> bool:
        """
        Tell whether a call of torch belongs to the inside of a step; never where :attr:`in_step` is not.

        How torch makes a step is nothing that the learner does; what a closure does is.

        Args:
            recorded: Whether the graph is being recorded: a step itself never records.
        """
        self.in_step &= not recorded
        return self.in_step

    def _saw_step_begin(self, optimizer: Optimizer, arguments: Any, options: Any) -> None:
        closures = [one for one in (*arguments[1:], *options.values()) if one is not None]
        self.in_step = not closures
        number = self._numbers.of(optimizer, keep=True)
        self._steps[number] += 1
        if self._steps[number] > MAX_STEPS:
            return
        with torch._C.DisableTorchFunction():
            gradients = [p.grad for p in held_by(optimizer)]
            self._before_step = {
                id(one): (one, one._version, sampled(one)) for one in gradients if one is not None
            }
            self._held_before = tuple(map(self._held_in_step, gradients))

    def _held_in_step(self, gradient: Tensor | None) -> TensorFact | None:
        """Read *gradient*, only once if it is the same before and after the step."""
        if gradient is None:
            return None
        one, version, fact = self._before_step.get(id(gradient), (None, 0, None))
        same = one is gradient and version == gradient._version
        return fact if same else sampled(gradient)

    def _saw_step(self, optimizer: Optimizer, *_: Any) -> None:
        self.in_step = False
        with torch._C.DisableTorchFunction():
            number = self._numbers.of(optimizer, keep=True)
            if self._steps[number] > MAX_STEPS:
                self._write(OptimizerStepped(number))
                return
            held = held_by(optimizer)
            self._write(
                OptimizerStepped(
                    number,
                    tuple(self._numbers.of(p, keep=True) for p in held),
                    self._held_before,
                    tuple(self._held_in_step(p.grad) for p in held),
                )
            )


class ModuleHooks(_Hooks):
    """
    Hooks around the calls of all modules: in which mode each ran, what went in and what came out.

    Args:
        gradients: Watches the parameters of the modules of a long training.
        long: Whether this is a long training, of which neither modules within modules nor what
            modules return are noted, but the parameters that each outermost one has.
    """

    def __init__(
        self,
        numbers: Numbers,
        write: Callable[[Event], None],
        gradients: GradientHooks,
        *,
        long: bool,
    ) -> None:
        super().__init__(numbers, write)
        self._gradients, self._long = gradients, long
        self._open: list[int] = []  # calls that haven't come back, by their numbers; 0: not noted
        self._calls = 0
        self._like_calls: Counter[tuple[int, bool, str]] = Counter()
        self._facts: dict[TensorFact, TensorFact] = {}

    def add(self) -> None:
        """Begin to note calls."""
        self._handles += [
            module_hooks.register_module_forward_pre_hook(hooked(self._saw_module)),
            module_hooks.register_module_forward_hook(hooked(self._saw_output), always_call=True),
        ]

    def _saw_module(self, module: nn.Module, arguments: tuple[Any, ...]) -> None:
        with torch._C.DisableTorchFunction():
            self._calls += 1
            depth = len(self._open)
            recorded = "recorded" if torch.is_grad_enabled() else "no_grad"
            mode = "inference_mode" if torch.is_inference_mode_enabled() else recorded
            number = self._numbers.of(module, keep=True)
            noted = not self._long or (not depth and self._is_news(number, module.training, mode))
            self._open.append(self._calls if noted else 0)
            if not noted:
                return
            alone = len(arguments) == 1 or (self._long and len(arguments) > 1)
            self._write(
                ModuleCalled(
                    call=self._calls,
                    module=number,
                    kind=kind_of(module),
                    trains=module.training,
                    mode=mode,
                    depth=depth,
                    inputs=len(arguments),
                    given=self._given(arguments[0]) if alone else None,
                )
            )

    def _is_news(self, module: int, trains: bool, mode: str) -> bool:
        """Whether there is room for one more call of *module* in this mode."""
        self._like_calls[module, trains, mode] += 1
        return self._like_calls[module, trains, mode] <= MAX_LIKE_CALLS

    def _given(self, value: object) -> TensorFact | None:
        """Read *value*; what a long training hands over again and again is kept only once."""
        fact = sampled_if_tensor(value)
        return self._facts.setdefault(fact, fact) if fact and self._long else fact

    def _saw_output(self, module: nn.Module, arguments: tuple[Any, ...], output: object) -> None:
        with torch._C.DisableTorchFunction():
            call = self._open.pop() if self._open else 0
            if not call:
                return
            tracked = type(output) is Tensor and output.requires_grad
            plain = len(arguments) == 1 and not self._long
            self._write(
                ModuleReturned(
                    call=call,
                    module=self._numbers.of(module, keep=True),
                    kind=kind_of(module),
                    depth=len(self._open),
                    output=sampled_if_tensor(output) if plain else None,
                    tracked=tracked,
                    holds=self._gradients.watch_parameters(module) if self._long else (),
                )
            )
            if tracked and not self._open:
                write = self._write  # and no more of this: the hook stays on what learners keep
                output.register_hook(lambda _: write(OutputReached(call)))  # type: ignore[attr-defined]
