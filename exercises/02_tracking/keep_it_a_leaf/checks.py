import math

from autograder.observations import TensorFact
from autograder.probing import (
    Cuts,
    describe,
    gradient_in_use,
    near_misses,
    type_in_words,
    watching,
)
from autograder.probing.rules import normal

# Of sizes 4800: the standard deviation of a sample is within 1 % of the truth two times in three,
# so the bands below are some ten (std) and six (share) times wider than chance.
_SHAPES = ((80, 60), (1600, 3), (4800, 1), (40, 120))
_SCALES = (0.01, 0.1, 0.02, 0.04)


def weights_are_a_trainable_leaf(submission, case):
    shape = case.cycle((3, 1), (1, 4), (4, 3), (2, 5))
    scale = case.cycle(*_SCALES)
    case.seed_torch()
    cuts = Cuts()
    with watching(cuts) as seen:
        W = submission.keep_it_a_leaf(*shape, scale)
        fact = describe(W)
        plain = isinstance(fact, TensorFact)
        seen.fact("returned.shape", str(fact.shape) if plain else type_in_words(fact))
        seen.fact("returned.dtype", fact.dtype if plain else type_in_words(fact))
        seen.fact("returned.requires_grad", W.requires_grad if plain else None)
        seen.fact("returned.is_leaf", W.is_leaf if plain else None)
        seen.fact("returned.in_use", gradient_in_use(W, case.uniform(1, 99)))
    seen.clue("misspelt", bool(near_misses(submission.source, "requires_grad")))
    seen.clue("tracked_meanwhile", any(event.tracked for event in cuts.log))
    seen.clue("switched", bool(cuts.named("requires_grad_", "requires_grad.__set__")))
    return seen


def numbers_are_normal_with_this_scale(submission, case):
    shape, scale = case.cycle(*_SHAPES), case.cycle(*_SCALES)
    case.seed_torch()
    with watching() as seen:
        numbers = _numbers(submission.keep_it_a_leaf(*shape, scale))
        std, centred, bell_shaped = _statistics(numbers, scale)
        seen.fact("std", std)
        seen.fact("centred", centred)
        seen.fact("bell_shaped", bell_shaped)
        seen.fact("varied", _varied(numbers))
        # Once more with a scale that nobody knows beforehand; the judge looks at the numbers.
        drawn = case.uniform(1, 9.9) * 10.0 ** -case.integer(1, 4)
        numbers = _numbers(submission.keep_it_a_leaf(20, 20, drawn))
        seen.judged("numbers", numbers, normal(0.0, drawn))
    return seen


def every_call_draws_anew(submission, case):
    shape, scale = case.cycle(*_SHAPES), case.cycle(*_SCALES)
    case.seed_torch()
    with watching() as seen:
        first = _numbers(submission.keep_it_a_leaf(*shape, scale))
        second = _numbers(submission.keep_it_a_leaf(*shape, scale))
        differ = first != second if first and second else None
        seen.fact("differ", differ)
        seen.fact("drawn_anew", case.uniform(1, 99) if differ else None)
    seen.clue("varied", _varied(first) if seen.facts["raised"] is None else None)
    return seen


def _numbers(returned):
    """The finite numbers of a tensor; none of anything else."""
    fact = describe(returned)
    values = fact.values if isinstance(fact, TensorFact) else ()
    return [number for number in values if math.isfinite(number)]


def _statistics(numbers, scale):
    """Rounded standard deviation; whether the numbers lie around 0; whether as a bell does."""
    if not numbers:
        return None, None, None
    mean = math.fsum(numbers) / len(numbers)
    std = math.sqrt(math.fsum((number - mean) ** 2 for number in numbers) / len(numbers))
    # One digit tells enough; what lies within chance of scale is scale.
    shown = f"{scale:g}" if abs(std - scale) <= 0.1 * scale else f"{std:.1g}"
    # 68.3 % of a normal distribution are nearer to its mean than one standard deviation.
    near = sum(abs(number - mean) <= std for number in numbers) / len(numbers)
    return shown, abs(mean) <= 0.2 * std, abs(near - 0.683) < 0.04


def _varied(numbers):
    return len(set(numbers)) > len(numbers) / 2
