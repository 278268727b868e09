import torch

from autograder.probing import Watcher, leaf, plus, watching
from autograder.probing.facts import describe

_SHAPES = ((), (3,), (2, 3), (1,))


def length_is_that_of_all_gradients_together(submission, case):
    params = _params(case, *case.cycle((4, 0, 0), (1, 0, 0), (3, 0, 0), (2, 0, 0)))
    return _looked(submission, case, params)


def missing_gradients_add_nothing(submission, case):
    # (with numbers, None, zeros)
    params = _params(case, *case.cycle((2, 1, 0), (0, 3, 0), (2, 1, 1), (1, 2, 0)))
    return _looked(submission, case, params)


def lamp_looks_after_zero_grad(submission, case):
    # Case 1 has no parameter at all.
    params = _params(case, 0, case.cycle(3, 0, 2, 1), case.cycle(0, 0, 1, 2))
    if params:
        torch.optim.SGD(params, lr=0.1).zero_grad(set_to_none=case.index != 3)
    seen = _looked(submission, case, params)
    if seen.facts["raised"] is None:
        seen.fact("returned.plus", plus(seen.facts["returned"], case.uniform(1, 99)))
    return seen


def _params(case, numbers, missing, zeros):
    """Leaves in an order that mixes those with a gradient, without one, and with zeros."""
    kinds = ["numbers"] * numbers + ["none"] * missing + ["zeros"] * zeros
    order = sorted(range(len(kinds)), key=lambda index: (index * 2 + case.index) % 5)
    params = []
    for place, index in enumerate(order):
        param = leaf(case.tensor(*_SHAPES[(place + case.index) % len(_SHAPES)]))
        if kinds[index] == "numbers":
            param.grad = case.tensor(*param.shape)
        elif kinds[index] == "zeros":
            param.grad = torch.zeros_like(param)
        params.append(param)
    return params


def _looked(submission, case, params):
    handed = case.cycle(list, iter)(params)
    with torch.enable_grad(), watching(_Untouched(params)) as seen:
        length = submission.none_or_zero(handed)
        seen.returned(length)
    if seen.facts["raised"] is not None:
        seen.clue("touched", seen.facts.pop("grads.changed"))
        del seen.facts["grads.kept"]
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen


class _Untouched(Watcher):
    """
    Whether every parameter and its ``.grad`` are as they were.

    Facts: ``grads.changed``, and as its witness ``grads.kept``: the sum of all numbers.
    """

    def __init__(self, params):
        self._params = params

    def start(self):
        self._before = self._now()

    def _now(self):
        return [(describe(param), describe(param.grad)) for param in self._params]

    def report(self, seen):
        now = self._now()
        seen.fact("grads.changed", now != self._before)
        numbers = (number for pair in now for fact in pair if fact for number in fact.values)
        seen.fact("grads.kept", sum(numbers) if now == self._before else None)
