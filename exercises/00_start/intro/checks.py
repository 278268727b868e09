from autograder.observations import TensorFact
from autograder.probing import describe, is_plain_tensor, type_in_words, watching


def a_tensor_comes_back(submission, case):  # noqa: ARG001 - there is nothing to draw
    with watching() as seen:
        returned = submission.intro()
        seen.fact("type", "torch.Tensor" if is_plain_tensor(returned) else type_in_words(returned))
    return seen


def it_holds_the_number_42(submission, case):  # noqa: ARG001
    with watching() as seen:
        returned = describe(submission.intro())
        plain = isinstance(returned, TensorFact)
        seen.fact("shape", str(returned.shape) if plain else type_in_words(returned))
        seen.fact("dtype", returned.dtype if plain else type_in_words(returned))
        # What torch.Tensor(42) leaves in memory differs on every run: only a scalar is looked into.
        seen.fact("number", returned.values[0] if plain and returned.shape == () else None)
    return seen
