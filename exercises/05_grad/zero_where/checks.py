import torch

from autograder.probing import journal, journaling, one_run, plain_numbers, source


def every_call_moves_W_by_its_own_gradient(submission, case):
    seen, order = _trained(submission, case)
    after = seen.journal.after("W")
    return seen.judging(order | {"W": after.value, "W.requires_grad": after.requires_grad})


def loss_is_a_number_from_before_the_step(submission, case):
    seen, order = _trained(submission, case)
    return seen.judging_unless_raised(plain_numbers(seen.answer), way=order)


@one_run
def _trained(submission, case):
    """What was seen of several calls with one W and one optimizer, and in which order it happened."""
    N = case.size("N", 4, 1, 7, 3)
    W = case.leaf()
    batches = [(case.tensor(N), case.tensor(N)) for _ in range(case.cycle(3, 4, 2, 3))]
    kind = case.cycle(torch.optim.SGD, torch.optim.SGD, torch.optim.Adam, torch.optim.SGD)
    optimizer = kind([W], lr=case.choice([0.02, 0.03, 0.04]))
    with journaling(W=W, optimizer=optimizer) as seen:
        seen.answer = []
        for x, y in batches:
            seen.mark("call")
            seen.answer.append(submission.zero_where(W, x, y, optimizer))
    seen.clue("emptied_at_the_end", W.grad is None)
    written, uncalled = seen.journal, source.called_without_parentheses(submission, "backward")
    return seen, {
        "W.adds_up": journal.adds_up_over_steps(written, "W"),
        "backward_uncalled": not journal.asked(written) and uncalled,
        "step.before_backward": journal.step_before_backward(written, None),
        "step.gradients": journal.gradients_at_steps(written, None, tensor="W"),
        "backwards": journal.backwards(written),
        "backward.misses_W": journal.misses(written, "W"),
        "by_hand": journal.moved(written, "W") and not journal.stepped(written),
    }
