import torch
from torch import Tensor

from autograder.probing import Events, Silent, Updates, leaf, plus, watching


def all_three_take_the_same_step(submission, case):
    seen, leaves, _, _, roads = _moved(submission, case)
    for name, tensor in leaves.items():
        seen.fact(name, tensor)
        seen.fact(f"{name}.requires_grad", tensor.requires_grad)
        seen.fact(f"{name}.is_leaf", tensor.is_leaf)
    if seen.facts["raised"] is not None:  # many mistakes end in the same exception
        seen.fact("roads", roads)
    return seen


def each_takes_its_own_road(submission, case):
    seen, _, _, _, roads = _moved(submission, case)
    seen.fact("roads", roads)
    tolls = case.number_for("no_grad", *_DOORS.values())
    seen.fact("tolls", [tolls.get(road) for road in roads])
    return seen


def counters_tell_what_was_noticed(submission, case):
    seen, _, began, returned, roads = _moved(submission, case)
    if seen.facts["raised"] is None:
        counted = _three(returned)
        for name, count in zip("abc", counted, strict=True):
            seen.fact(f"{name}.counted", count)
        ended = [plus(count, float(start)) for count, start in zip(counted, began, strict=True)]
        seen.fact("counters", ended)
        seen.clue("roads", roads)
    else:
        seen.fact("roads", roads)
    return seen


def _moved(submission, case):
    """What was seen of one call, the leaves, their counters before, what came back, the roads."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    start = case.tensor(*case.cycle((3, 1), (), (4,), (1,)))
    gradient, lr = case.tensor(*start.shape), case.cycle(0.1, 0.02, 0.3, 0.05)
    leaves = {name: leaf(start) for name in "abc"}
    for tensor in leaves.values():
        tensor.grad = gradient.clone()
        with torch.no_grad():
            for _ in range(case.integer(1, 40)):
                tensor.mul_(1)  # counted, though no number changes
    began = [tensor._version for tensor in leaves.values()]
    roads = _Roads(leaves.values())
    updates = [Updates(tensor, name) for name, tensor in leaves.items()]
    returned = None
    with watching(Silent(roads), *updates) as seen:
        returned = submission.three_ways(**leaves, lr=lr)
    torch.set_grad_enabled(True)
    seen.clue("b.detached", roads.detached(leaves["b"]))
    seen.clue("b.detached_for_good", bool(roads.named("detach_")))
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, leaves, began, returned, roads.by_tensor()


def _three(returned):
    """The three entries that were returned, or what was returned in their place."""
    is_list = type(returned) is list or type(returned) is tuple
    return returned if is_list and len(returned) == 3 else [returned] * 3


# How another name of a leaf is asked for -> how a learner writes it.
_DOORS = {"detach": "detach()", "data.__get__": ".data"}


class _Roads(Events):
    """Through which name each of the handed leaves was written to, the first time."""

    _OPERATORS = ("__iadd__", "__isub__", "__imul__", "__itruediv__", "__setitem__")
    _KEEPING = ("requires_grad_", "detach_")

    def __init__(self, leaves):
        super().__init__()
        self._leaves = list(leaves)
        self._doors = {}  # id of another name of a leaf -> (place of the leaf, door)
        self._taken = ["nothing"] * len(self._leaves)

    def by_tensor(self):
        return tuple(self._taken)

    def detached(self, tensor):
        return any(id(tensor) in event.inputs for event in self.named("detach"))

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        if not inputs:
            return
        short = name.removeprefix("torch.Tensor.").removeprefix("torch.")
        place, door = self._found(inputs[0])
        if place is None:
            return
        if short == "data.__set__":
            self._take(place, ".data")
        elif self._writes(short):
            outside = "requires_grad off" if torch.is_grad_enabled() else "no_grad"
            self._take(place, door or outside)
        elif isinstance(result, Tensor) and _same_memory(result, inputs[0]):
            self._alive.append(result)
            self._doors.setdefault(id(result), (place, door or _DOORS.get(short)))

    def _found(self, tensor):
        for place, one in enumerate(self._leaves):
            if tensor is one:
                return place, None
        return self._doors.get(id(tensor), (None, None))

    def _take(self, place, door):
        if self._taken[place] == "nothing":
            self._taken[place] = door

    def _writes(self, short):
        in_place = short.endswith("_") and not short.endswith("__")
        return short in self._OPERATORS or (in_place and short not in self._KEEPING)


def _same_memory(one, other):
    return Tensor.data_ptr(one) == Tensor.data_ptr(other)
