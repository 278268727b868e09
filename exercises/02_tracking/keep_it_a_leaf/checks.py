from autograder.probing import (
    going_back,
    journal,
    journaled,
    journaling,
    memory,
    one_run,
    returned,
    source,
)
from autograder.probing.distributions import ENOUGH, normal_in_words, varied
from autograder.probing.rules import normal

_SHAPES = ((80, ENOUGH // 80), (ENOUGH // 3, 3), (ENOUGH, 1), (40, ENOUGH // 40))
_SCALES = (0.01, 0.1, 0.02, 0.04)


def weights_are_a_trainable_leaf(submission, case):
    shape, scale = case.cycle((3, 1), (1, 4), (4, 3), (2, 5)), case.cycle(*_SCALES)
    seen = journaled(submission.keep_it_a_leaf, *shape, scale)
    seen.fact("returned.shape", returned.shape_in_words(seen.answer))
    seen.fact("returned.dtype", returned.dtype_in_words(seen.answer))
    seen.clue("tracked_meanwhile", journal.made_tracked(seen.journal))
    seen.clue("switched", journal.tracking_switched(seen.journal))
    seen.clue("cuts", journal.cuts(seen.journal))
    seen.with_clues(source.tracking_typos(submission))
    return seen.judging(going_back.trainable(seen.answer, case.uniform(1, 99)))


def numbers_are_normal_with_this_scale(submission, case):
    seen, (first, _), numbers, drawn = _drawn(submission, case)
    if not seen.raised:
        seen.judging(normal_in_words(returned.numbers_in(first), case.cycle(*_SCALES)))
        seen.clue("multiplied", journal.called(seen.journal, "mul", "mul_", "torch.mul"))
        seen.judged("numbers", returned.numbers_in(numbers), normal(0.0, drawn))
    return seen


def every_call_draws_anew(submission, case):
    seen, both, *_ = _drawn(submission, case)
    if not seen.raised:
        first, second = map(returned.numbers_in, both)
        differ = first != second if first and second else None
        seen.judging({"shared_memory": memory.share_memory(*both), "differ": differ})
        seen.fact("drawn_anew", case.uniform(1, 99) if differ else None)
        seen.clue("varied", varied(first))
        seen.clue("seeds_itself", source.seeds_itself(submission))
    return seen


@one_run
def _drawn(submission, case):
    """What was seen of three calls: two alike, and one with a scale that nobody knows beforehand."""
    shape, scale = case.cycle(*_SHAPES), case.cycle(*_SCALES)
    drawn = case.uniform(1, 9.9) * 10.0 ** -case.integer(1, 4)
    both, numbers = [None, None], None
    with journaling() as seen:
        both = [submission.keep_it_a_leaf(*shape, scale) for _ in range(2)]
        numbers = submission.keep_it_a_leaf(20, 20, drawn)
    return seen, both, numbers, drawn
