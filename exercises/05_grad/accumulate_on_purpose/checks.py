import torch

from autograder.probing import journaling, keeps_graph, leaf
from autograder.probing.journal import (
    backward_uncalled,
    backwards,
    gradient_by_pass,
    gradient_left,
    kept,
    larger_than,
    misses,
)


def trays_bring_the_gradient_of_one_big_batch(submission, case):
    seen, _, way = _baked(submission, case, leaf(case.uniform(-3, 3)))
    return seen.judging(way)


def old_gradients_stay_out(submission, case):
    W = leaf(case.uniform(-3, 3))
    W.grad = torch.tensor(case.uniform(5, 9))  # left there by somebody else
    seen, _, way = _baked(submission, case, W)
    return seen.judging(way)


def mean_loss_is_a_plain_number(submission, case):
    seen, loss, way = _baked(submission, case, leaf(case.uniform(-3, 3)))
    if seen.raised:  # several mistakes end in the same exception; the way parts them
        return seen.judging(way)
    return seen.judging({"returned.keeps_graph": keeps_graph(loss), "returned": loss}, clues=way)


def _baked(submission, case, W):
    """What was seen of one call, what it returned, and how the trays went through."""
    # Unequal and equal sizes, a single loaf and a single tray among them.
    sizes = case.cycle((3, 1, 2), (5, 5), (4,), (1, 6, 2, 2))
    case.sizes |= {"trays": len(sizes), "N": sum(sizes)}
    trays, loss = [(case.tensor(n), case.tensor(n)) for n in sizes], None
    with journaling(W=W) as seen:
        loss = submission.accumulate_on_purpose(W, trays)
    journal = seen.journal
    way = {
        "glued": larger_than(journal, max(sizes)),
        "backwards": backwards(journal),
        "backward.misses_W": misses(journal, "W"),
        **kept(journal, "W"),
        **backward_uncalled(journal, submission),
        **gradient_left(journal, "W"),
        "W.requires_grad": journal.after("W").requires_grad,
    }
    share = {} if seen.raised else {"share_of_a_pass": gradient_by_pass(journal, "W")}
    return seen, loss, way | share
