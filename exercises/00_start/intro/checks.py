from autograder.probing import describe, is_plain_tensor, journaled, plus
from autograder.probing.memory import scalar_like
from autograder.probing.returned import dtype_in_words, shape_in_words, type_with_parts


def a_tensor_comes_back(submission, case):
    seen, returned = journaled(submission.intro)
    # Whatever its shape and dtype: the other claim is about them.
    another = scalar_like(returned, case.uniform(1, 99))
    return seen.judging({"type": type_with_parts(returned), "another": another})


def it_holds_the_number_42(submission, case):
    seen, returned = journaled(submission.intro)
    is_tensor = is_plain_tensor(returned)
    shape = shape_in_words(returned) if is_tensor else type_with_parts(returned)
    dtype = dtype_in_words(returned)
    # What torch.Tensor(42) leaves in memory differs on every run: only a scalar is looked into.
    scalar = describe(returned) if shape == "()" else None
    number = scalar.values[0] if scalar else None
    witness = {"returned.plus": plus(scalar, case.uniform(1, 99))}
    return seen.judging({"shape": shape, "dtype": dtype, "number": number} | witness)
