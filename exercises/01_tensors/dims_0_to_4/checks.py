from autograder.probing import describe, filled, journaling, memory, one_run, returned

_NAMES = ("scalar", "vector", "matrix", "image", "batch")


def scalar_vector_and_matrix_have_their_axes(submission, case):
    return _shapes(submission, case, *_NAMES[:3])


def image_and_batch_have_their_axes(submission, case):
    return _shapes(submission, case, *_NAMES[3:])


def every_entry_is_the_value_as_float32(submission, case):
    with journaling(memory.FreshMemoryIsNaN()) as seen:
        value, *sizes = _arguments(case)
        made, again = (submission.dims_0_to_4(value, *sizes) for _ in range(2))
        tensors = _named(seen, made)
        holds = [returned.number_everywhere(one, value) for one in tensors.values()]
        seen.judging({f"{name}.dtype": returned.dtype_in_words(tensors[name]) for name in _NAMES})
        seen.judging({"only_reserved": "nan" in holds, "filled": all(one is True for one in holds)})
        seen.fact("calls_agree", describe(made) == describe(again))
        seen.fact("entry", list(map(returned.only_number, tensors.values())))
    return seen


def _shapes(submission, case, *names):
    seen, tensors = _made(submission, case)
    if not seen.raised:
        number = case.uniform(1, 99)
        seen.judging({f"{name}.shape": returned.shape_in_words(tensors[name]) for name in names})
        seen.fact("shapes.filled", [filled(tensors[name], number) for name in names])
    return seen


@one_run
def _made(submission, case):
    tensors = {}
    with journaling(memory.FreshMemoryIsNaN()) as seen:
        tensors |= _named(seen, submission.dims_0_to_4(*_arguments(case)))
    return seen, tensors


def _named(seen, made):
    seen.fact("how_many", returned.how_many(made))
    return dict(zip(_NAMES, returned.list_of(made, 5), strict=True))


def _arguments(case):
    # Every size differs from all others, so that no order of the axes can hide.
    c, h, w = case.cycle((3, 2, 5), (1, 4, 2), (4, 6, 3), (2, 3, 1))
    return case.integer(2, 60), case.size("n", 4, 1, 2, 5), c, h, w
