import torch

from autograder.probing import journal, journaled, one_run
from autograder.probing.graphs import reached
from autograder.probing.returned import shape_in_words


def gradient_at_the_air_is_returned(submission, case):
    seen, airs, _ = _peeked(submission, case)
    # Who has kept it and gives back none, or that of w, knows how to keep it.
    kept = any(air.retains_grad and air.grad is not None for air in airs)
    in_vain = kept and (seen.answer is None or shape_in_words(seen.answer) == "()")
    seen.judging_unless_raised({"returned": seen.answer, "kept_in_vain": in_vain})
    return seen.judging(journal.backward_uncalled, submission)


def w_gets_its_gradient_by_the_same_way(submission, case):
    seen, airs, losses = _peeked(submission, case)
    seen.judging(journal.backward_uncalled, submission)
    seen.judging(journal.leaf_facts, "w").judging(journal.gradient_left, "w")
    whole = all(reached(loss, [seen.given["w"]]) == [True] for loss in losses)
    seen.judging({"whole": whole, "warm.calls": len(airs), "judge.calls": len(losses)})
    seen.fact("whole_in_number", case.number_for("True", "False")[str(whole)])
    return seen


@one_run
def _peeked(submission, case):
    """What was seen of one call, and all airs and losses."""
    N = case.size("N", 4, 1, 3, 6)
    w, distance = case.leaf(low=0.4, high=2), case.tensor(N, low=0.3, high=1.5)
    wanted, airs, losses = case.tensor(N), [], []
    # Each of the two is by turns straight and bent.
    warm = case.cycle(lambda w: w * distance, lambda w: torch.tanh(w * distance) * 3)
    square, smooth = lambda away: away**2, lambda away: away.cosh().log()
    bend = case.cycle(square, smooth, smooth, square)
    judge = _noted(losses, lambda air: bend(air - wanted).mean())
    seen = journaled(submission.peek_inside, _noted(airs, warm), judge, w=w)
    return seen.with_clues(journal.ways_of_keeping, submission), airs, losses


def _noted(results, function):
    def noted(given):
        results.append(function(given))
        return results[-1]

    return noted
