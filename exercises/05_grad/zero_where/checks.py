import torch

from autograder.probing import called_without_parentheses, journaling, keeps_graph, leaf
from autograder.probing.journal import (
    adds_up_over_steps,
    asked,
    backwards,
    gradients_at_steps,
    misses,
    moved,
    step_before_backward,
    stepped,
)


def every_call_moves_W_by_its_own_gradient(submission, case):
    seen, _ = _trained(submission, case)
    after = seen.journal.after("W")
    place = {"W": after.value, "W.requires_grad": after.requires_grad}
    return seen.judging(_order(seen.journal, submission) | place)


def loss_is_a_number_from_before_the_step(submission, case):
    seen, losses = _trained(submission, case)
    order = _order(seen.journal, submission)
    if seen.raised:  # many mistakes end in the same exception; the order parts them
        return seen.judging(order)
    returned = {"returned.keeps_graph": keeps_graph(losses), "returned": losses}
    return seen.judging(returned, clues=order)


def _trained(submission, case):
    """Several calls with one W and one optimizer, each on data of its own, and what they returned."""
    N = case.size("N", 4, 1, 7, 3)
    W = leaf(case.uniform(-3, 3))
    batches = [(case.tensor(N), case.tensor(N)) for _ in range(case.cycle(3, 4, 2, 3))]
    kind = case.cycle(torch.optim.SGD, torch.optim.SGD, torch.optim.Adam, torch.optim.SGD)
    optimizer = kind([W], lr=case.choice([0.02, 0.03, 0.04]))
    losses = []
    with journaling(W=W, optimizer=optimizer) as seen:
        for x, y in batches:
            seen.mark("call")
            losses.append(submission.zero_where(W, x, y, optimizer))
    seen.clue("emptied_at_the_end", W.grad is None)
    return seen, losses


def _order(journal, submission):
    """In which order things happened."""
    uncalled = called_without_parentheses(submission, "backward")
    return {
        "W.adds_up": adds_up_over_steps(journal, "W"),
        "backward_uncalled": not asked(journal) and uncalled,
        "step.before_backward": step_before_backward(journal, None),
        "step.gradients": gradients_at_steps(journal, None, tensor="W"),
        "backwards": backwards(journal),
        "backward.misses_W": misses(journal, "W"),
        "by_hand": moved(journal, "W") and not stepped(journal),
    }
