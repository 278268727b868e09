import torch

from autograder.probing import journaling, leaf
from autograder.probing.journal import (
    anything_unrecorded,
    backward_uncalled,
    backwards,
    called,
    called_before_asking,
    gradient_left,
    leaf_facts,
    reads_gradient_of_result,
)


def gradient_at_the_air_is_returned(submission, case):
    seen, air, uncalled = _peeked(submission, case)
    return seen.judging({} if seen.raised else {"returned": air}).judging(uncalled)


def w_gets_its_gradient_by_the_same_way(submission, case):
    seen, _, uncalled = _peeked(submission, case)
    left = leaf_facts(seen.journal, "w") | gradient_left(seen.journal, "w")
    return seen.judging(uncalled | left)


def _peeked(submission, case):
    """What was seen of one call, and what it returned. Each step is by turns straight and bent."""
    N = case.size("N", 4, 1, 3, 6)
    w, distance = leaf(case.uniform(0.4, 2)), case.tensor(N, low=0.3, high=1.5)
    wanted, air = case.tensor(N), None
    warm = case.cycle(lambda w: w * distance, lambda w: torch.tanh(w * distance) * 3)
    square, smooth = lambda away: away**2, lambda away: away.cosh().log()
    bend = case.cycle(square, smooth, smooth, square)
    with journaling(w=w) as seen:
        air = submission.peek_inside(warm, lambda air: bend(air - wanted).mean(), w)
    seen.judging({}, clues=_ways_of_asking(seen.journal))
    return seen, air, backward_uncalled(seen.journal, submission.source)


def _ways_of_asking(journal):
    keeping = ("retain_grad", "register_hook")
    return {
        "backwards": backwards(journal),
        "asked_to_keep": called(journal, *keeping),
        "asked_in_time": called_before_asking(journal, *keeping),
        "tracked_again": called(journal, "requires_grad_", "requires_grad.__set__"),
        "unrecorded": anything_unrecorded(journal),
        "copied": called(journal, "torch.tensor", "clone", "torch.clone"),
        "grad_of_a_result": reads_gradient_of_result(journal),
    }
