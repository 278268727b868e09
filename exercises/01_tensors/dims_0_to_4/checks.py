from autograder.probing import describe, filled, journaling
from autograder.probing.memory import FreshMemoryIsNaN
from autograder.probing.returned import (
    dtype_in_words,
    number_everywhere,
    only_number,
    parts_of,
    shape_in_words,
)


def scalar_vector_and_matrix_have_their_axes(submission, case):
    return _shapes_seen(submission, case, slice(0, 3))


def image_and_batch_have_their_axes(submission, case):
    return _shapes_seen(submission, case, slice(3, None))


def every_entry_is_the_value_as_float32(submission, case):
    value, *sizes = _arguments(case)
    with journaling(FreshMemoryIsNaN()) as seen:
        parts, again = (_made(submission, value, *sizes) for _ in range(2))
        facts = {
            "dtypes": [dtype_in_words(part) for part in parts],
            "filled": [number_everywhere(part, value) for part in parts],
            "calls_agree": parts == again,
            "entry": [only_number(part) for part in parts],
        }
        seen.judging(facts)
    return seen


def _shapes_seen(submission, case, which):
    arguments, number = _arguments(case), case.uniform(1, 99)
    with journaling(FreshMemoryIsNaN()) as seen:
        parts = _made(submission, *arguments)[which]
        shapes = [shape_in_words(part) for part in parts]
        seen.judging({"shapes": shapes, "shapes.filled": [filled(part, number) for part in parts]})
    return seen


def _made(submission, *arguments):
    return parts_of(describe(submission.dims_0_to_4(*arguments)))


def _arguments(case):
    # Every size differs from all others, so that no order of the axes can hide.
    c, h, w = case.cycle((3, 2, 5), (1, 4, 2), (4, 6, 3), (2, 3, 1))
    return case.integer(2, 60), case.size("n", 4, 1, 2, 5), c, h, w
