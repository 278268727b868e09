import torch

from autograder.probing import journaling, leaf
from autograder.probing.graphs import reached
from autograder.probing.journal import backward_uncalled, gradient_left, leaf_facts, ways_of_keeping
from autograder.probing.returned import shape_in_words


def gradient_at_the_air_is_returned(submission, case):
    seen, _, (airs, _), returned = _peeked(submission, case)
    if not seen.raised:
        # Who has kept it and gives back none, or that of w, knows how to keep it.
        kept = any(air.retains_grad and air.grad is not None for air in airs)
        in_vain = kept and (returned is None or shape_in_words(returned) == "()")
        seen.judging({"returned": returned, "kept_in_vain": in_vain})
    return seen.judging(backward_uncalled(seen.journal, submission))


def w_gets_its_gradient_by_the_same_way(submission, case):
    seen, w, (airs, losses), _ = _peeked(submission, case)
    seen.judging(backward_uncalled(seen.journal, submission))
    way = {
        "whole": all(reached(loss, [w]) == [True] for loss in losses),
        "warm.calls": len(airs),
        "judge.calls": len(losses),
    }
    return seen.judging(leaf_facts(seen.journal, "w") | gradient_left(seen.journal, "w") | way)


def _peeked(submission, case):
    """What was seen of one call, its w, all airs and losses, and what it returned."""
    N = case.size("N", 4, 1, 3, 6)
    w, distance = leaf(case.uniform(0.4, 2)), case.tensor(N, low=0.3, high=1.5)
    wanted, airs, losses, returned = case.tensor(N), [], [], None
    # Each of the two is by turns straight and bent.
    warm = case.cycle(lambda w: w * distance, lambda w: torch.tanh(w * distance) * 3)
    square, smooth = lambda away: away**2, lambda away: away.cosh().log()
    bend = case.cycle(square, smooth, smooth, square)
    with journaling(w=w) as seen:
        returned = submission.peek_inside(
            _noted(airs, warm), _noted(losses, lambda air: bend(air - wanted).mean()), w
        )
    seen.judging({}, clues=ways_of_keeping(seen.journal, submission))
    return seen, w, (airs, losses), returned


def _noted(results, function):
    def noted(given):
        results.append(function(given))
        return results[-1]

    return noted
