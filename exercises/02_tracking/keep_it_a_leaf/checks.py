from autograder.probing import journaled, journaling
from autograder.probing.distributions import ENOUGH, normal_in_words, varied
from autograder.probing.going_back import trainable
from autograder.probing.journal import called, cuts, made_tracked, tracking_switched
from autograder.probing.memory import share_memory
from autograder.probing.returned import dtype_in_words, numbers_in, shape_in_words
from autograder.probing.rules import normal
from autograder.probing.source import seeds_itself, tracking_typos

_SHAPES = ((80, ENOUGH // 80), (ENOUGH // 3, 3), (ENOUGH, 1), (40, ENOUGH // 40))
_SCALES = (0.01, 0.1, 0.02, 0.04)


def weights_are_a_trainable_leaf(submission, case):
    shape, scale = case.cycle((3, 1), (1, 4), (4, 3), (2, 5)), case.cycle(*_SCALES)
    seen, W = journaled(submission.keep_it_a_leaf, *shape, scale)
    facts = {"returned.shape": shape_in_words(W), "returned.dtype": dtype_in_words(W)}
    clues = {
        "tracked_meanwhile": made_tracked(seen.journal),
        "switched": tracking_switched(seen.journal),
        "cuts": cuts(seen.journal),
    }
    return seen.judging(
        facts | trainable(W, case.uniform(1, 99)),
        clues=clues | tracking_typos(submission),
    )


def numbers_are_normal_with_this_scale(submission, case):
    shape, scale = case.cycle(*_SHAPES), case.cycle(*_SCALES)
    with journaling() as seen:
        numbers = numbers_in(submission.keep_it_a_leaf(*shape, scale))
        multiplied = called(seen.journal, "mul", "mul_", "torch.mul")
        seen.judging(normal_in_words(numbers, scale), clues={"multiplied": multiplied})
        # Once more with a scale that nobody knows beforehand; the judge looks at the numbers.
        drawn = case.uniform(1, 9.9) * 10.0 ** -case.integer(1, 4)
        numbers = numbers_in(submission.keep_it_a_leaf(20, 20, drawn))
        seen.judged("numbers", numbers, normal(0.0, drawn))
    return seen


def every_call_draws_anew(submission, case):
    shape, scale = case.cycle(*_SHAPES), case.cycle(*_SCALES)
    with journaling() as seen:
        both = [submission.keep_it_a_leaf(*shape, scale) for _ in range(2)]
        first, second = map(numbers_in, both)
        differ = first != second if first and second else None
        drawn_anew = case.uniform(1, 99) if differ else None
        facts = {"shared_memory": share_memory(*both), "differ": differ, "drawn_anew": drawn_anew}
        clues = {"varied": varied(first), "seeds_itself": seeds_itself(submission)}
        seen.judging(facts, clues=clues)
    return seen
