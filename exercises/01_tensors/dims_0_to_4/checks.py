from autograder.probing import describe, filled, journaling
from autograder.probing.memory import FreshMemoryIsNaN
from autograder.probing.returned import (
    dtype_in_words,
    how_many,
    list_of,
    number_everywhere,
    only_number,
    shape_in_words,
)

_NAMES = ("scalar", "vector", "matrix", "image", "batch")


def scalar_vector_and_matrix_have_their_axes(submission, case):
    return _shapes_seen(submission, case, *_NAMES[:3])


def image_and_batch_have_their_axes(submission, case):
    return _shapes_seen(submission, case, *_NAMES[3:])


def every_entry_is_the_value_as_float32(submission, case):
    value, *sizes = _arguments(case)
    with journaling(FreshMemoryIsNaN()) as seen:
        made, again = (submission.dims_0_to_4(value, *sizes) for _ in range(2))
        tensors = list_of(made, 5)
        holds = [number_everywhere(tensor, value) for tensor in tensors]
        dtypes = map(dtype_in_words, tensors)
        facts = {f"{name}.dtype": dtype for name, dtype in zip(_NAMES, dtypes, strict=True)}
        facts |= {"only_reserved": "nan" in holds, "filled": all(one is True for one in holds)}
        facts |= {"calls_agree": describe(made) == describe(again)}
        facts |= {"entry": [only_number(tensor) for tensor in tensors]}
        seen.judging({"how_many": how_many(made)} | facts)
    return seen


def _shapes_seen(submission, case, *names):
    arguments, number = _arguments(case), case.uniform(1, 99)
    with journaling(FreshMemoryIsNaN()) as seen:
        made = submission.dims_0_to_4(*arguments)
        tensors = dict(zip(_NAMES, list_of(made, 5), strict=True))
        shapes = {f"{name}.shape": shape_in_words(tensors[name]) for name in names}
        witness = {"shapes.filled": [filled(tensors[name], number) for name in names]}
        seen.judging({"how_many": how_many(made)} | shapes | witness)
    return seen


def _arguments(case):
    # Every size differs from all others, so that no order of the axes can hide.
    c, h, w = case.cycle((3, 2, 5), (1, 4, 2), (4, 6, 3), (2, 3, 1))
    return case.integer(2, 60), case.size("n", 4, 1, 2, 5), c, h, w
