import torch

from autograder.probing import journal, journaled, journaling, leaf, one_run, returned
from autograder.probing.going_back import go_back, gone_back, step_by_gradient


def loss_has_a_slope(submission, case):
    seen = _measured(submission, case)
    seen.clue("cuts", journal.cuts(seen.journal))
    seen.clue("unrecorded", journal.anything_unrecorded(seen.journal))
    seen.fact("returned.requires_grad", returned.tracked_in_words(seen.answer))
    seen.fact("returned.is_leaf", returned.is_new_leaf(seen.answer))
    return gone_back(seen, w=seen.given["w"], b=seen.given["b"])


def loss_is_the_mean_square(submission, case):
    seen = _measured(submission, case).judging_answer()
    return seen.judging(journal.leaf_facts, "w").judging(journal.leaf_facts, "b")


def flap_learns_from_it(submission, case):
    N, opens_for = case.size("N", 5, 1, 8, 4), case.cycle("heavy", "light")
    sides = [case.sign() for _ in range(N)]
    x = torch.tensor([side * case.uniform(1, 2.5) for side in sides])
    t = ((x > 0) if opens_for == "heavy" else (x < 0)).float()
    # At first every decision is wrong.
    w, b = leaf(-0.5 if opens_for == "heavy" else 0.5), leaf(0.0)
    with journaling() as seen:
        # An odd number: going to and fro doesn't end where it began.
        for _ in range(41):
            go_back(submission.smooth_it(w, b, x, t))
            step_by_gradient(w, b)
    opened = w.detach() * x + b.detach() > 0
    mistakes = int((opened.float() != t).sum())
    # By where it ends one who learns wrongly is told from another, and from one who never moves.
    seen.judging({"mistakes_left": mistakes, "ended_at": [w, b] if mistakes else []})
    return seen.judging({"visitors": torch.where(opened, x, -x)})


@one_run
def _measured(submission, case):
    """What was seen of one call; scores of either sign, none so large that the sigmoid is flat."""
    N = case.size("N", 4, 1, 6, 3)
    w, b = leaf(case.sign() * case.uniform(0.4, 1.2)), case.leaf(low=-0.6, high=0.6)
    t = torch.tensor([float(case.integer(0, 1)) for _ in range(N)])
    x = case.tensor(N, low=-2, high=2)
    return journaled(submission.smooth_it, w=w, b=b, x=x, t=t)
