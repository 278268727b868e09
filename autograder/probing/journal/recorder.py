"""
The recorder: all that is watched while a learner's code runs, in one list and in one order.

There is one mode for torch's functions and one set of hooks, whatever is asked of the journal later.
While learner code runs, it only appends; calls become events when the journal is read. What it
hangs on tensors and gives to torch are closures (:func:`~autograder.probing.watcher.hooked`), and
what it asks itself is asked beside all modes, so that neither learner nor journal takes it for theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules import module as module_hooks
from torch.optim.optimizer import (
    Optimizer,
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.calls import classified
from autograder.probing.journal.events import (
    Accumulated,
    BackwardStarted,
    Began,
    Ended,
    Event,
    GradientArrived,
    Marked,
    ModuleCalled,
    ModuleLeft,
    ModuleReturned,
    OptimizerStepped,
    OutputReached,
    ParameterRegistered,
)
from autograder.probing.journal.mode import CallsMode, leave
from autograder.probing.journal.reading import (
    as_call,
    held_by,
    kind_of,
    place_of,
    sampled_if_tensor,
    state_of,
    sum_in_use,
    tensors_in,
)
from autograder.probing.journal.shown import passes
from autograder.probing.tensors import sampled
from autograder.probing.watcher import Report, Watcher, hooked

__all__ = ["Recorder"]

#: Calls of torch that are kept of one run, and other events.
MAX_CALLS, MAX_EVENTS = 20_000, 200_000
#: Gradients of one tensor that are noted, and those of them that are noted with their numbers.
MAX_ARRIVALS, MAX_GRADIENTS = 2_000, 60
#: Steps of each optimizer that are noted with the gradients that they met.
MAX_STEPS = 100
#: Calls of a module in one mode that are noted of a long training: room must be left for its end.
MAX_LIKE_CALLS = 10_000
#: Parameters that are watched of what a learner makes.
MAX_PARAMETERS = 200


class Recorder(Watcher):
    """
    Writes the journal of one run.

    Args:
        named: Tensors, modules and optimizers by the names that facts ask by. Of a module all
            parameters are watched, as ``NAME.PARAMETER``.
        long: Whether this is a long training, of which torch's functions, modules within modules
            and what modules return are not noted, but the parameters that each outermost one has.
        parameters: Whether each parameter that a module of the learner's gets is watched, too.
        keep: Whether the tensors of the journal are kept alive, so that each has a number of its
            own. Where it matters what outlives the learner's code, only named ones have one.
    """

    def __init__(
        self,
        named: Mapping[str, object],
        *,
        long: bool = False,
        parameters: bool = False,
        keep: bool = True,
    ) -> None:
        self._long, self._notes_parameters, self._keep = long, parameters, keep
        self._events: list[Event | tuple[Any, ...]] = []
        self._calls_left = MAX_CALLS
        self._numbers: dict[int, int] = {}
        self._alive: list[object] = []
        self._names: dict[str, int] = {}
        self._leaves: dict[str, Tensor] = {}
        self._modules: list[nn.Module] = []
        self._tensors: list[Tensor] = []  # whose gradients are watched
        self._gradients_left: dict[int, int] = {}
        self._in_step, self._steps = False, Counter[int]()
        self._held_before: tuple[TensorFact | None, ...] = ()
        self._before_step: dict[int, tuple[Tensor | None, int, TensorFact | None]] = {}
        self._open: list[int] = []  # calls of modules that haven't come back; 0: not noted
        self._module_calls = 0
        self._like_calls = Counter[tuple[int, bool, str]]()
        self._facts: dict[TensorFact, TensorFact] = {}
        self._hooks: list[Any] = []
        self._raised, self._left_recording = False, True
        self._journal: Journal | None = None
        self._written = (0, 0)
        for name, value in named.items():
            self._name(name, value)

    def _name(self, name: str, value: object) -> None:
        self._names[name] = self._number(value, keep=True)
        if isinstance(value, nn.Module):
            self._modules.append(value)
            for part, parameter in value.named_parameters():
                self._names[f"{name}.{part}"] = self._number(parameter, keep=True)
                self._tensors.append(parameter)
        elif isinstance(value, Tensor):
            self._leaves[name] = value
            self._tensors.append(value)

    def _number(self, value: object, *, keep: bool = False) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            if not (keep or self._keep):
                return 0
            number = self._numbers[id(value)] = len(self._numbers) + 1
            self._alive.append(value)
        return number

    # Begin and end.

    def start(self) -> None:
        self._recording = torch.is_grad_enabled()
        with torch._C.DisableTorchFunction():
            for tensor in self._tensors:
                self._append(Began(self._number(tensor), **state_of(tensor)))
            self._before = {name: tensor.detach().clone() for name, tensor in self._leaves.items()}
            for tensor in self._tensors:
                self._watch_gradients(tensor)
        self._hooks += [
            register_optimizer_step_pre_hook(hooked(self._saw_step_begin)),
            register_optimizer_step_post_hook(hooked(self._saw_step)),
            module_hooks.register_module_forward_pre_hook(hooked(self._saw_module)),
            module_hooks.register_module_forward_hook(hooked(self._saw_output), always_call=True),
        ]
        if self._notes_parameters:
            self._hooks.append(
                module_hooks.register_module_parameter_registration_hook(
                    hooked(self._saw_parameter)
                )
            )
        if not self._long:
            self._mode = CallsMode(hooked(self._saw_start), hooked(self._saw_call))
            self._mode.__enter__()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        if not self._long:
            leave(self._mode)
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        with torch._C.DisableTorchFunction():
            self._end = [state_of(tensor) for tensor in self._tensors]
            for module in self._modules:
                trains = module.__dict__.get("training") is True
                self._events.append(ModuleLeft(self._number(module), trains))
            self._left_recording = torch.is_grad_enabled()
            torch._C._set_grad_enabled(self._recording)

    def report(self, seen: Report) -> None:
        self._raised = seen.facts["raised"] is not None
        used = {id(one): sum_in_use(one, self._before[n]) for n, one in self._leaves.items()}
        for tensor, state in zip(self._tensors, self._end, strict=True):
            ended = Ended(self._number(tensor), **state, in_use=used.get(id(tensor)))
            self._events.append(ended)  # however full the journal is

    def record(self, recording: dict[str, Fact]) -> None:
        recording.update({n: f for n, f in passes(self.journal).items() if n not in recording})

    @property
    def journal(self) -> Journal:
        """What has been written up to now, with all names; how it ended, only afterwards."""
        written = len(self._events), len(self._names)
        if self._journal is None or self._written != written:
            events = classified(
                as_call(event) if isinstance(event, tuple) else event for event in self._events
            )
            self._journal, self._written = (
                Journal(tuple(events), self._names, self._raised, self._left_recording),
                written,
            )
        return self._journal

    def name(self, name: str, value: object) -> None:
        """Have *name* stand for what was made meanwhile; nothing more is watched of it."""
        self._names[name] = self._number(value, keep=True)

    def mark(self, word: str) -> None:
        """Write *word* between what happened before and what happens from now on."""
        self._append(Marked(word))

    def _append(self, event: Event) -> None:
        if len(self._events) < MAX_EVENTS:
            self._events.append(event)

    # What torch calls. Each runs beside all modes.

    def _saw_start(self, how: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        root = next(tensors_in((*args, *kwargs.values())), None)
        if root is not None:
            self._append(
                BackwardStarted(
                    self._number(root), how, root.grad_fn is None, sampled_if_tensor(root)
                )
            )

    def _saw_call(
        self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], result: object
    ) -> None:
        recorded = torch.is_grad_enabled()
        self._in_step &= not recorded
        if self._in_step or not self._calls_left:
            return
        self._calls_left -= 1
        inputs = tuple(tensors_in((*args, *kwargs.values())))
        tensor = isinstance(result, Tensor)
        results: tuple[Tensor, ...] = (result,) if tensor else tuple(tensors_in((result,)))  # type: ignore[assignment]
        watched = {place_of(one): self._number(one) for one in self._leaves.values()}
        reads = [watched[p] for p in map(place_of, inputs) if p in watched] if watched else ()
        gives = [watched[p] for p in map(place_of, results) if p in watched] if watched else ()
        # Plain tuples are quicker than events, and a run makes thousands of them.
        self._events.append(
            (
                name,
                tuple(map(self._number, inputs)),
                tuple(map(self._number, results)),
                recorded,
                any(one.requires_grad for one in inputs),
                tensor and result.requires_grad,  # type: ignore[attr-defined]
                frozenset(reads),
                frozenset(gives),
                result.shape if tensor else None,  # type: ignore[attr-defined]
                [one.shape for one in inputs],
            )
        )

    def _watch_gradients(self, tensor: Tensor) -> None:
        if not (tensor.requires_grad and tensor.is_leaf):
            return
        number = self._number(tensor)
        self._gradients_left[number] = MAX_ARRIVALS
        self._hooks += [
            tensor.register_hook(lambda gradient: self._saw_gradient(number, gradient)),  # type: ignore[no-untyped-call]
            tensor.register_post_accumulate_grad_hook(  # type: ignore[no-untyped-call]
                lambda tensor: self._saw_accumulated(number, tensor)
            ),
        ]

    def _saw_gradient(self, number: int, gradient: Tensor) -> None:
        left = self._gradients_left[number]
        self._gradients_left[number] = left - 1
        if left > 0:
            with torch._C.DisableTorchFunction():
                shown = sampled(gradient) if left > MAX_ARRIVALS - MAX_GRADIENTS else None
                self._append(GradientArrived(number, shown))

    def _saw_accumulated(self, number: int, tensor: Tensor) -> None:
        if self._gradients_left[number] >= MAX_ARRIVALS - MAX_GRADIENTS:
            with torch._C.DisableTorchFunction():
                self._append(Accumulated(number, sampled_if_tensor(tensor.grad), sampled(tensor)))

    def _saw_step_begin(self, optimizer: Optimizer, arguments: Any, options: Any) -> None:
        # How torch makes a step is nothing that the learner does; what a closure does is.
        closures = [one for one in (*arguments[1:], *options.values()) if one is not None]
        self._in_step = not closures
        number = self._number(optimizer, keep=True)
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
        """Read *gradient*, once if it is the same before and after the step."""
        if gradient is None:
            return None
        one, version, fact = self._before_step.get(id(gradient), (None, 0, None))
        same = one is gradient and version == gradient._version
        return fact if same else sampled(gradient)

    def _saw_step(self, optimizer: Optimizer, *_: Any) -> None:
        self._in_step = False
        with torch._C.DisableTorchFunction():
            number = self._number(optimizer, keep=True)
            if self._steps[number] > MAX_STEPS:
                self._append(OptimizerStepped(number))
                return
            held = held_by(optimizer)
            self._append(
                OptimizerStepped(
                    number,
                    tuple(self._number(p, keep=True) for p in held),
                    self._held_before,
                    tuple(self._held_in_step(p.grad) for p in held),
                )
            )

    def _saw_parameter(self, module: nn.Module, name: str, parameter: object) -> None:
        if type(parameter) is nn.Parameter and len(self._gradients_left) < MAX_PARAMETERS:
            with torch._C.DisableTorchFunction():
                number = self._number(parameter, keep=True)
                self._append(
                    ParameterRegistered(
                        self._number(module, keep=True), name, number, parameter.numel()
                    )
                )
                if number not in self._gradients_left:
                    self._watch_gradients(parameter)

    def _saw_module(self, module: nn.Module, arguments: tuple[Any, ...]) -> None:
        with torch._C.DisableTorchFunction():
            self._module_calls += 1
            depth = len(self._open)
            recorded = "recorded" if torch.is_grad_enabled() else "no_grad"
            mode = "inference_mode" if torch.is_inference_mode_enabled() else recorded
            number = self._number(module, keep=True)
            noted = not self._long or (not depth and self._is_news(number, module.training, mode))
            self._open.append(self._module_calls if noted else 0)
            if not noted:
                return
            alone = len(arguments) == 1 or (self._long and len(arguments) > 1)
            self._append(
                ModuleCalled(
                    call=self._module_calls,
                    module=number,
                    kind=kind_of(module),
                    trains=module.training,
                    mode=mode,
                    depth=depth,
                    inputs=len(arguments),
                    given=self._interned(arguments[0]) if alone else None,
                )
            )

    def _is_news(self, module: int, trains: bool, mode: str) -> bool:
        """Whether there is room for one more call of *module* in this mode."""
        self._like_calls[module, trains, mode] += 1
        return self._like_calls[module, trains, mode] <= MAX_LIKE_CALLS

    def _interned(self, value: object) -> TensorFact | None:
        """Read *value*; what a loop hands over again and again is kept once."""
        fact = sampled_if_tensor(value)
        return fact and self._facts.setdefault(fact, fact)

    def _saw_output(self, module: nn.Module, arguments: tuple[Any, ...], output: object) -> None:
        with torch._C.DisableTorchFunction():
            call = self._open.pop() if self._open else 0
            if not call:
                return
            tracked = type(output) is Tensor and output.requires_grad
            plain = len(arguments) == 1 and not self._long
            self._append(
                ModuleReturned(
                    call=call,
                    module=self._number(module, keep=True),
                    kind=kind_of(module),
                    depth=len(self._open),
                    output=sampled_if_tensor(output) if plain else None,
                    tracked=tracked,
                    holds=self._parameters_of(module) if self._long else (),
                )
            )
            if tracked and not self._open:
                output.register_hook(lambda _: self._append(OutputReached(call)))  # type: ignore[attr-defined]

    def _parameters_of(self, module: nn.Module) -> tuple[int, ...]:
        """
        Return the parameters that *module* has now, by their numbers, and have them watched.

        Those of a copy, or of a layer that finds its size in its first call, were never registered.
        """
        parameters = list(nn.Module.parameters(module))
        numbers = tuple(self._number(one, keep=True) for one in parameters)
        for number, parameter in zip(numbers, parameters, strict=True):
            if number not in self._gradients_left and len(self._gradients_left) < MAX_PARAMETERS:
                self._watch_gradients(parameter)
        return numbers
