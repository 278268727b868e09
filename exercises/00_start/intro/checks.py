from autograder.probing import describe, is_plain_tensor, journaled, memory, one_run, plus, returned


def a_tensor_comes_back(submission, case):
    seen = _asked(submission, case)
    # Whatever its shape and dtype: the other claim is about them.
    another = memory.scalar_like(seen.answer, case.uniform(1, 99))
    return seen.judging({"type": returned.type_with_parts(seen.answer), "another": another})


def it_holds_the_number_42(submission, case):
    seen = _asked(submission, case)
    in_words = returned.shape_in_words if is_plain_tensor(seen.answer) else returned.type_with_parts
    shape, dtype = in_words(seen.answer), returned.dtype_in_words(seen.answer)
    # What torch.Tensor(42) leaves in memory differs on every run: only a scalar is looked into.
    scalar = describe(seen.answer) if shape == "()" else None
    number = scalar.values[0] if scalar else None
    witness = {"returned.plus": plus(scalar, case.uniform(1, 99))}
    return seen.judging({"shape": shape, "dtype": dtype, "number": number} | witness)


@one_run
def _asked(submission, _):
    return journaled(submission.intro)
