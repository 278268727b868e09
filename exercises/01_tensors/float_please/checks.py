from autograder.probing import describe, gradient_in_use, is_plain_tensor, near_misses, watching


def numbers_arrive_as_float32(submission, case):
    numbers = _numbers(case)
    with watching() as seen:
        seen.returned(submission.float_please(numbers))
    return seen


def tensor_is_a_trainable_leaf(submission, case):
    numbers = _numbers(case)
    with watching() as seen:
        returned = submission.float_please(numbers)
        plain = is_plain_tensor(returned)
        seen.fact("returned.requires_grad", returned.requires_grad if plain else None)
        seen.fact("returned.is_leaf", returned.is_leaf if plain else None)
        collected = gradient_in_use(returned, case.uniform(1, 99))
        # Of one number: which numbers it holds, and how many, is another claim's matter.
        seen.fact("returned.in_use", None if collected is None else collected.mean().item())
    seen.clue("misspelt", bool(near_misses(submission.source, "requires_grad")))
    return seen


def float32_data_can_train_it(submission, case):
    numbers = _numbers(case)
    X = case.tensor(2, len(numbers))
    with watching() as seen:
        returned = submission.float_please(numbers)
        seen.fact("returned.dtype", _dtype(returned))
        seen.fact("gradient", _gradient(returned, X))
    seen.clue("misspelt", bool(near_misses(submission.source, "requires_grad")))
    return seen


def _numbers(case):
    return [case.integer(-9, 9) for _ in range(case.size("n", 4, 1, 3, 6))]


def _dtype(returned):
    fact = describe(returned)
    return getattr(fact, "dtype", None) or getattr(fact, "type_name", type(fact).__name__)


def _gradient(returned, X):
    """The gradient that reaches *returned*; None where there is no way to train it."""
    if not is_plain_tensor(returned) or not returned.is_leaf:
        return None
    try:
        (X @ returned).sum().backward()
    except (RuntimeError, ValueError):  # an integer, untracked, float64 or otherwise unfit tensor
        return None
    return returned.grad
