"""
What happened while a learner's code ran, as small frozen records; no torch is needed to read them.

Tensors, modules and optimizers are numbered from 1 in the order in which they were met; 0 stands for
one that the recorder did not keep. The :class:`~autograder.probing.journal.Journal` has their names.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from autograder.observations import Fact, TensorFact

__all__ = [
    "ASKS_AUTOGRAD",
    "WAYS_OUT",
    "Accumulated",
    "BackwardStarted",
    "Began",
    "Call",
    "Ended",
    "Event",
    "GradientArrived",
    "LeftTensors",
    "Marked",
    "ModuleCalled",
    "ModuleLeft",
    "ModuleReturned",
    "OptimizerStepped",
    "OutputReached",
    "ParameterRegistered",
    "Written",
    "Zeroed",
]

#: Calls that ask autograd for derivatives. Forward-mode differentiation makes dual numbers; all
#: other ways (``torch.func.grad`` and its like) end in one of the first three.
ASKS_AUTOGRAD = ("backward", "torch.autograd.backward", "torch.autograd.grad", "torch._make_dual")
#: Calls by which numbers leave the graph, and how a learner says it.
WAYS_OUT = {
    "detach": "detach",
    "detach_": "detach",
    "item": "item",
    "numpy": "numpy",
    "__array__": "numpy",
    "tolist": "tolist",
    "data.__get__": "data",
    "__float__": "float",
}


class Call(NamedTuple):
    """
    A torch function was called and came back.

    Attributes:
        name: Such as ``sub_`` or ``grad.__get__`` for what a tensor has, else ``torch.sub``.
        inputs: The tensors among the arguments.
        results: The tensor that came back; of ``torch.autograd.grad`` all of them.
        recorded: Whether the graph was being recorded.
        of_tracked: Whether an input required grad.
        tracked: Whether the result is a tensor that requires grad.
        reads: Watched tensors whose memory an input shares at this moment.
        gives: Watched tensors whose memory the result shares.
        shape: Of the result; None where it is no tensor.
        input_shapes: Of the inputs, in the order of *inputs*.
    """

    name: str
    inputs: tuple[int, ...] = ()
    results: tuple[int, ...] = ()
    recorded: bool = True
    of_tracked: bool = False
    tracked: bool = False
    reads: frozenset[int] = frozenset()
    gives: frozenset[int] = frozenset()
    shape: tuple[int, ...] | None = None
    input_shapes: tuple[tuple[int, ...], ...] = ()

    @property
    def result(self) -> int | None:
        """The tensor that came back, if it is one."""
        return self.results[0] if self.shape is not None else None

    @property
    def fresh(self) -> bool:
        """Whether a tensor came back that was none of the arguments."""
        return self.shape is not None and self.results[0] not in self.inputs


class Written(Call):
    """A call that wrote into its first input: ``sub_``, ``__setitem__``, ``data.__set__``."""

    __slots__ = ()


class LeftTensors(Call):
    """A call by which numbers left the graph."""

    __slots__ = ()

    @property
    def how(self) -> str:
        """The way, as a learner says it: ``item``, ``numpy``."""
        return WAYS_OUT[self.name]


class Zeroed(Call):
    """The gradient of the first input was set to None, or the first input is a gradient set to 0."""

    __slots__ = ()


class BackwardStarted(NamedTuple):
    """
    Autograd was asked for derivatives; before any of them arrives.

    Attributes:
        root: The tensor that was asked, often the loss.
        how: One of :data:`ASKS_AUTOGRAD`.
        is_leaf: Whether *root* has no graph behind it.
        value: What *root* holds.
    """

    root: int
    how: str = "backward"
    is_leaf: bool = False
    value: Fact = None


class GradientArrived(NamedTuple):
    """
    A backward pass brought *gradient* to *tensor*.

    Of a large gradient it is a sample of the numbers; after many arrivals it is None.
    """

    tensor: int
    gradient: TensorFact | None


class Accumulated(NamedTuple):
    """The last arrival was added: ``.grad`` of *tensor* now *holds* this, and the tensor is at *value*."""

    tensor: int
    holds: TensorFact | None
    value: TensorFact | None


class OptimizerStepped(NamedTuple):
    """
    An optimizer's step is over; after many steps, nothing more is noted of each.

    Attributes:
        optimizer: Which one.
        tensors: What it holds, over all groups.
        before: What stood in the ``.grad`` of each when the step began, None where nothing did.
        after: The same when it was over: ``step(closure)`` fills them in on its way.
    """

    optimizer: int
    tensors: tuple[int, ...] = ()
    before: tuple[TensorFact | None, ...] = ()
    after: tuple[TensorFact | None, ...] = ()


class ModuleCalled(NamedTuple):
    """
    A module was called (not its ``forward``).

    Attributes:
        call: The number of this call, counted from 1.
        module: Which one.
        kind: Its class if that is one of ``torch.nn``'s, such as ``Linear``; else ``""``.
        trains: Whether it is in training mode.
        mode: ``"recorded"``, ``"no_grad"`` or ``"inference_mode"``.
        depth: How many modules' calls it was made from.
        inputs: How many arguments there are.
        given: The argument, if it is the only one and a tensor, by a sample of its numbers; in a
            long training the first of several, too.
    """

    call: int
    module: int = 0
    kind: str = ""
    trains: bool = True
    mode: str = "recorded"
    depth: int = 0
    inputs: int = 1
    given: TensorFact | None = None


class ModuleReturned(NamedTuple):
    """
    The same *call* came back.

    Attributes:
        output: What it gave for one argument.
        tracked: Whether that is a tensor that requires grad.
        holds: In a long training, the parameters that the module then had.
    """

    call: int
    module: int = 0
    kind: str = ""
    depth: int = 0
    output: TensorFact | None = None
    tracked: bool = False
    holds: tuple[int, ...] = ()


class OutputReached(NamedTuple):
    """A backward pass brought a gradient to what the outermost *call* of a module gave."""

    call: int


class ModuleLeft(NamedTuple):
    """In which mode a named *module* was left when all was over."""

    module: int
    trains: bool = True


class ParameterRegistered(NamedTuple):
    """*module* has a new parameter, *tensor*, with so many numbers."""

    module: int
    name: str
    tensor: int
    size: int


class Began(NamedTuple):
    """
    A watched tensor before learner code ran.

    Attributes:
        value: Its numbers; of a large tensor only its shape, in words.
        version: How often autograd has noticed a write to it.
        holds: What stands in its ``.grad``.
        digest: Of the numbers of a tensor that is too large for *value*: two digests are equal only
            where all numbers are.
    """

    tensor: int
    value: Fact
    requires_grad: bool = True
    is_leaf: bool = True
    version: int = 0
    holds: TensorFact | None = None
    digest: str = ""


class Ended(NamedTuple):
    """
    The same tensor afterwards; see :class:`Began`.

    Attributes:
        in_use: The sum of the gradient that it gets when it is used with the numbers that it began
            with; None if it is no leaf that requires grad.
    """

    tensor: int
    value: Fact
    requires_grad: bool = True
    is_leaf: bool = True
    version: int = 0
    holds: TensorFact | None = None
    digest: str = ""
    in_use: float | None = None


class Marked(NamedTuple):
    """The check wrote a *word* into the journal, for example before each of several calls."""

    word: str


Event: TypeAlias = (
    Call
    | BackwardStarted
    | GradientArrived
    | Accumulated
    | OptimizerStepped
    | ModuleCalled
    | ModuleLeft
    | ModuleReturned
    | OutputReached
    | ParameterRegistered
    | Began
    | Ended
    | Marked
)
