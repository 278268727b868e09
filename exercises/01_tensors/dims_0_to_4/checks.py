import math

import torch

from autograder.observations import TensorFact
from autograder.probing import Watcher, describe, filled, type_in_words, watching


def scalar_vector_and_matrix_have_their_axes(submission, case):
    return _shapes_seen(submission, case, slice(0, 3))


def image_and_batch_have_their_axes(submission, case):
    return _shapes_seen(submission, case, slice(3, None))


def every_entry_is_the_value_as_float32(submission, case):
    arguments = _arguments(case)
    value = arguments[0]
    with watching(_FreshMemoryIsNaN()) as seen:
        returned = submission.dims_0_to_4(*arguments)
        seen.fact("dtypes", _of_each(returned, lambda tensor: tensor.dtype))
        full = _of_each(returned, lambda tensor: _full_of(tensor, value))
        seen.fact("filled", full)
        first = describe(returned)
        seen.fact("calls_agree", describe(submission.dims_0_to_4(*arguments)) == first)
        entries = _of_each(returned, _first_entry)
        seen.fact(
            "entry",
            [one if is_full is True else None for one, is_full in zip(entries, full, strict=True)],
        )
    return seen


def _shapes_seen(submission, case, which):
    arguments, number = _arguments(case), case.uniform(1, 99)
    with watching(_FreshMemoryIsNaN()) as seen:
        returned = submission.dims_0_to_4(*arguments)
        seen.fact("shapes", _of_each(returned, _shape)[which])
        seen.fact("shapes.filled", _of_each(returned, lambda tensor: filled(tensor, number))[which])
    return seen


def _arguments(case):
    # Every size differs from all others, so that no order of the axes can hide.
    c, h, w = case.cycle((3, 2, 5), (1, 4, 2), (4, 6, 3), (2, 3, 1))
    return case.integer(2, 60), case.size("n", 4, 1, 2, 5), c, h, w


def _of_each(returned, aspect):
    """What *aspect* tells of each tensor in a list; of anything else, what it is."""
    parts = describe(returned)
    if not isinstance(parts, tuple):
        parts = (parts,)
    return [aspect(part) if isinstance(part, TensorFact) else type_in_words(part) for part in parts]


def _shape(tensor):
    return str(tensor.shape)


def _first_entry(tensor):
    return TensorFact(tensor.dtype, (), tensor.values[:1])


def _full_of(tensor, value):
    # Reserved memory is told from wrong numbers: see _FreshMemoryIsNaN.
    if any(math.isnan(number) for number in tensor.values):
        return "nan"
    return set(tensor.values) == {value}


class _FreshMemoryIsNaN(Watcher):
    """
    Memory that is only reserved holds NaN meanwhile.

    Without it `torch.Tensor(3)` could show what an earlier tensor left there:
    other numbers on every run, and by chance the right ones.
    """

    # Not torch.use_deterministic_algorithms: its first call imports torch's compiler, for seconds.
    _switch = staticmethod(torch._C._set_deterministic_algorithms)

    def start(self):
        self._before = (
            torch.are_deterministic_algorithms_enabled(),
            torch.is_deterministic_algorithms_warn_only_enabled(),
        )
        self._switch(True, warn_only=True)

    def stop(self):
        enabled, warn_only = self._before
        self._switch(enabled, warn_only=warn_only)
