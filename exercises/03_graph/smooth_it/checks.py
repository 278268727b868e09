import torch

from autograder.probing import journaled, journaling, leaf
from autograder.probing.going_back import go_back, step_by_gradient
from autograder.probing.journal import anything_unrecorded, cuts, leaf_facts
from autograder.probing.returned import is_new_leaf, tracked_in_words


def loss_has_a_slope(submission, case):
    w, b, x, t = _flap(case)
    seen, loss = journaled(submission.smooth_it, w, b, x, t)
    clues = {"cuts": cuts(seen.journal), "unrecorded": anything_unrecorded(seen.journal)}
    tracked = {"returned.requires_grad": tracked_in_words(loss)}
    seen.judging(tracked | {"returned.is_leaf": is_new_leaf(loss)}, clues=clues)
    with seen.asking():
        go_back(loss)
    return seen.judging({"w.grad": w.grad, "b.grad": b.grad})


def loss_is_the_mean_square(submission, case):
    w, b, x, t = _flap(case)
    seen, loss = journaled(submission.smooth_it, w=w, b=b, x=x, t=t)
    weights = leaf_facts(seen.journal, "w") | leaf_facts(seen.journal, "b")
    return seen.judging({"returned": loss} | weights)


def flap_learns_from_it(submission, case):
    N, opens_for = case.size("N", 5, 1, 8, 4), case.cycle("heavy", "light")
    sides = [case.choice([-1, 1]) for _ in range(N)]
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
    learnt = {"mistakes_left": mistakes, "ended_at": [w, b] if mistakes else []}
    return seen.judging(learnt | {"visitors": torch.where(opened, x, -x)})


def _flap(case):
    """Scores of either sign, none so large that the sigmoid is flat."""
    N = case.size("N", 4, 1, 6, 3)
    w, b = case.choice([-1, 1]) * case.uniform(0.4, 1.2), case.uniform(-0.6, 0.6)
    t = torch.tensor([float(case.integer(0, 1)) for _ in range(N)])
    return leaf(w), leaf(b), case.tensor(N, low=-2, high=2), t
