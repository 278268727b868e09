from autograder.probing import journaling, leaf, one_run
from autograder.probing.journal import all_kept, asked, backwards, called, cuts, gradient_left
from autograder.probing.source import uses_result

_SHAPES = ((2,), (), (2, 3), (1,))


def gradients_come_back(submission, case):
    seen, _, returned = _visited_on_the_path(submission, case)
    return seen.judging({} if seen.raised else {"returned": returned})


def nobody_notices(submission, case):
    seen, leaves, _ = _visited_on_the_path(submission, case)
    # Whoever does nothing changes nothing, but hasn't looked either.
    looked = asked(seen.journal) and not seen.raised
    return seen.judging({"asked": looked} | all_kept(seen.journal, *leaves, name="workshop"))


def off_the_path_the_gradient_is_zero(submission, case):
    seen, _, returned = _visited(submission, case, off=case.cycle(0, 1, 0, 2))
    return seen.judging({} if seen.raised else {"returned": returned})


@one_run
def _visited_on_the_path(submission, case):
    return _visited(submission, case, off=None)


def _visited(submission, case, off):
    """What was seen of one visit, all leaves of the workshop, and what came back."""
    count = case.cycle(2, 3, 1, 3)
    params = [leaf(case.tensor(*_SHAPES[(case.index + i) % 4])) for i in range(count)]
    slopes = [case.tensor(*param.shape, low=0.5, high=3) for param in params]
    other = leaf(case.uniform(1, 3))  # used by the loss, and nobody asked about it
    leaves = {f"param {i}": param for i, param in enumerate(params)} | {"other": other}
    for number, one in enumerate(leaves.values()):
        if number % 2 == case.index % 2:
            one.grad = case.tensor(*one.shape)

    def loss_fn(*given):
        used = [
            (one * a).sum()
            for i, (one, a) in enumerate(zip(given, slopes, strict=True))
            if i != off
        ]
        return (sum(used) * other - 1) ** 2

    returned = None
    with journaling(**leaves) as seen:
        returned = submission.grad_without_backward(loss_fn, params)
    clues = {
        "backwards": backwards(seen.journal),
        "by_backward": called(seen.journal, "backward"),
        "by_grad": called(seen.journal, "torch.autograd.grad"),
        "result_used": uses_result(submission, "backward"),
        "cuts": cuts(seen.journal),
        **gradient_left(seen.journal, "param 0"),
    }
    return seen.judging({}, clues=clues), leaves, returned
