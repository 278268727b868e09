import torch

from autograder.observations import TensorFact
from autograder.probing import describe, is_plain_tensor, plus, type_in_words, watching


def a_tensor_comes_back(submission, case):
    number = case.uniform(1, 99)
    with watching() as seen:
        returned = submission.intro()
        plain = is_plain_tensor(returned)
        seen.fact("type", "torch.Tensor" if plain else type_in_words(returned))
        # Whatever its shape and dtype: the other claim is about them.
        another = returned.new_full((), number, dtype=torch.float32) if plain else None
        seen.fact("another", another)
    return seen


def it_holds_the_number_42(submission, case):
    with watching() as seen:
        returned = describe(submission.intro())
        plain = isinstance(returned, TensorFact)
        seen.fact("shape", str(returned.shape) if plain else type_in_words(returned))
        seen.fact("dtype", returned.dtype if plain else type_in_words(returned))
        # What torch.Tensor(42) leaves in memory differs on every run: only a scalar is looked into.
        scalar = returned if plain and returned.shape == () else None
        seen.fact("number", scalar.values[0] if scalar else None)
        seen.fact("returned.plus", plus(scalar, case.uniform(1, 99)))
    return seen
