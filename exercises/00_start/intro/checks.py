from autograder.probing import describe, is_plain_tensor, journaled, plus, type_in_words
from autograder.probing.memory import scalar_like
from autograder.probing.returned import dtype_in_words, shape_in_words


def a_tensor_comes_back(submission, case):
    seen, returned = journaled(submission.intro)
    kind = "torch.Tensor" if is_plain_tensor(returned) else type_in_words(returned)
    # Whatever its shape and dtype: the other claim is about them.
    return seen.judging({"type": kind, "another": scalar_like(returned, case.uniform(1, 99))})


def it_holds_the_number_42(submission, case):
    seen, returned = journaled(submission.intro)
    shape, dtype = shape_in_words(returned), dtype_in_words(returned)
    # What torch.Tensor(42) leaves in memory differs on every run: only a scalar is looked into.
    scalar = describe(returned) if shape == "()" else None
    number = scalar.values[0] if scalar else None
    witness = {"returned.plus": plus(scalar, case.uniform(1, 99))}
    return seen.judging({"shape": shape, "dtype": dtype, "number": number} | witness)
