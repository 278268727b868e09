"""
The recorder: all that is watched while a learner's code runs, in one list and in one order.

There is one mode for torch's functions and one set of hooks, whatever is asked of the journal later.
While learner code runs, the recorder only appends. All that it asks torch itself is asked outside all
modes, so that neither the learner's modes nor the journal take it for something that the learner did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from autograder.observations import Fact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.calls import kind_of
from autograder.probing.journal.events import (
    BackwardStarted,
    Began,
    Ended,
    Event,
    Marked,
    ModuleLeft,
)
from autograder.probing.journal.hooks import GradientHooks, ModuleHooks, OptimizerHooks
from autograder.probing.journal.mode import CallsMode, leave
from autograder.probing.journal.numbers import Numbers
from autograder.probing.journal.reading import (
    looked_at,
    place_of,
    sampled_if_tensor,
    state_of,
    sum_in_use,
    tensors_in,
)
from autograder.probing.journal.shown import passes
from autograder.probing.watcher import Report, Watcher

__all__ = ["Recorder"]

#: Calls of torch that are kept of one run, and events of other kinds.
MAX_CALLS, MAX_EVENTS = 20_000, 200_000
#: What facts can ask about by name.
_NAMED = (Tensor, nn.Module, torch.optim.Optimizer)


class Recorder(Watcher):
    """
    Writes the journal of one run.

    Args:
        named: Tensors, modules and optimizers by the names that facts ask for; anything else among
            them is left out. Of a module all parameters are watched, as ``NAME.PARAMETER``.
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
        self._long, self._notes_parameters = long, parameters
        self._events: list[Event] = []
        self._append = _writing_to(self._events)
        self._numbers = Numbers(keep=keep)
        self._gradients = GradientHooks(self._numbers, self._append)
        self._optimizers = OptimizerHooks(self._numbers, self._append)
        self._module_calls = ModuleHooks(self._numbers, self._append, self._gradients, long=long)
        self._leaves: dict[str, Tensor] = {}
        self._modules: list[nn.Module] = []
        self._tensors: list[Tensor] = []  # whose gradients are watched
        self._raised, self._left_recording = False, True
        self._journal: Journal | None = None
        self._written = (0, 0)
        for name, value in named.items():
            if isinstance(value, _NAMED):
                self._name(name, value)

    def _name(self, name: str, value: object) -> None:
        self._numbers.name(name, value)
        if isinstance(value, nn.Module):
            self._modules.append(value)
            for part, parameter in value.named_parameters():
                self._numbers.name(f"{name}.{part}", parameter)
                self._tensors.append(parameter)
        elif isinstance(value, Tensor):
            self._leaves[name] = value
            self._tensors.append(value)

    def start(self) -> None:
        self._recording = torch.is_grad_enabled()
        with torch._C.DisableTorchFunction():
            for tensor in self._tensors:
                self._append(Began(self._numbers.of(tensor), **state_of(tensor)))
            self._before = {name: tensor.detach().clone() for name, tensor in self._leaves.items()}
            for tensor in self._tensors:
                self._gradients.watch(tensor)
        self._optimizers.add()
        self._module_calls.add()
        if self._notes_parameters:
            self._gradients.watch_new_parameters()
        if not self._long:
            self._mode = CallsMode(self._noting_starts(), self._noting_calls())
            self._mode.__enter__()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        if not self._long:
            leave(self._mode)
        for hooks in (self._gradients, self._optimizers, self._module_calls):
            hooks.remove()
        with torch._C.DisableTorchFunction():
            self._end = [state_of(tensor) for tensor in self._tensors]
            for module in self._modules:
                trains = module.__dict__.get("training") is True
                self._events.append(ModuleLeft(self._numbers.of(module), trains))
            self._left_recording = torch.is_grad_enabled()
            torch._C._set_grad_enabled(self._recording)

    def report(self, seen: Report) -> None:
        self._raised = seen.facts["raised"] is not None
        number_of = self._numbers.of
        used = {number_of(one): sum_in_use(one, self._before[n]) for n, one in self._leaves.items()}
        for tensor, state in zip(self._tensors, self._end, strict=True):
            number = number_of(tensor)
            ended = Ended(number, **state, in_use=used.get(number))
            self._events.append(ended)  # however full the journal is

    def record(self, recording: dict[str, Fact]) -> None:
        recording.update({n: f for n, f in passes(self.journal).items() if n not in recording})

    @property
    def journal(self) -> Journal:
        """What has been written up to now, with all names; how it ended, only afterwards."""
        names = self._numbers.names
        written = len(self._events), len(names)
        if self._journal is None or self._written != written:
            self._journal = Journal(tuple(self._events), names, self._raised, self._left_recording)
            self._written = written
        return self._journal

    def name(self, name: str, value: object) -> None:
        """Let *name* stand for what was made meanwhile; nothing more is watched of it."""
        self._numbers.name(name, value)

    def mark(self, word: str) -> None:
        """Write *word* between what happened before and what happens from now on."""
        self._append(Marked(word))

    # What these return is called by the mode, and has no hold on the recorder. Else that would stay in
    # memory after its run, with all tensors of the run, until Python next looks for what holds itself.

    def _noting_starts(self) -> Callable[..., None]:
        """Return a function that notes that autograd is asked; to be called outside all modes."""
        append, number_of = self._append, self._numbers.of

        def saw_start(how: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
            root = next(iter(tensors_in((*args, *kwargs.values()))), None)
            if root is not None:
                value = sampled_if_tensor(root)
                append(BackwardStarted(number_of(root), how, root.grad_fn is None, value))

        return saw_start

    def _noting_calls(self) -> Callable[..., None]:
        """
        Return a function that notes each call of torch; see :class:`CallsMode`.

        A run makes thousands of calls, so what it needs stands in variables.
        """
        append, numbers, optimizers = self._events.append, self._numbers, self._optimizers
        is_recording, untold = torch.is_grad_enabled, torch._C.DisableTorchFunction
        leaves = [(leaf, numbers.of(leaf)) for leaf in self._leaves.values()]
        gradients: set[int] = set()
        left = MAX_CALLS
        made: Callable[..., Event] = tuple.__new__  # An event's own way takes twice as long.

        def saw(name: str, args: Any, kwargs: Mapping[str, Any] | None, result: object) -> None:
            nonlocal left
            recorded = is_recording()
            if not left or (optimizers.in_step and optimizers.hides(recorded=recorded)):
                return
            left -= 1
            with untold():
                places = {place_of(leaf): number for leaf, number in leaves}
                given = tensors_in((*args, *kwargs.values()) if kwargs else args)
                inputs, shapes, of_tracked, reads = looked_at(given, numbers, places)
                is_one = isinstance(result, Tensor)
                gave: list[Tensor] = [result] if is_one else tensors_in((result,))  # type: ignore[list-item]
                results, gave_shapes, tracked, gives = looked_at(gave, numbers, places)
            if name == "grad.__get__":
                gradients.update(results)
            kind = kind_of(name, inputs, gradients)
            # fmt: off
            append(made(kind, (
                name, inputs, results, recorded, of_tracked, is_one and tracked, reads, gives,
                gave_shapes[0] if is_one else None, shapes,
            )))
            # fmt: on

        return saw


def _writing_to(events: list[Event]) -> Callable[[Event], None]:
    """Return a function that adds to *events* as long as there is room."""

    def write(event: Event) -> None:
        if len(events) < MAX_EVENTS:
            events.append(event)

    return write
