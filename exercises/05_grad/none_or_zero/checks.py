import torch

from autograder.probing import journal, journaling, plus

_SHAPES = ((), (3,), (2, 3), (1,))


def length_is_that_of_all_gradients_together(submission, case):
    return _looked(submission, case, _params(case, *case.cycle("nnnn", "n", "nnn", "nn")))


def missing_gradients_add_nothing(submission, case):
    return _looked(submission, case, _params(case, *case.cycle("nn-", "---", "-n0n", "--n")))


def lamp_looks_after_zero_grad(submission, case):
    params = _params(case, *case.cycle("---", "", "0--", "00-"))
    if params:
        torch.optim.SGD(params, lr=0.1).zero_grad(set_to_none=case.index != 3)
    seen = _looked(submission, case, params)
    return seen.judging_unless_raised({"returned.plus": plus(seen.answer, case.uniform(1, 99))})


def _params(case, *gradients):
    """A leaf for each of *gradients*: n for one with numbers, 0 for zeros, - for none at all."""
    params = []
    for place, gradient in enumerate(gradients, start=case.index):
        params.append(case.leaf(*_SHAPES[place % len(_SHAPES)]))
        if gradient != "-":
            zeros = torch.zeros_like(params[-1])
            params[-1].grad = zeros if gradient == "0" else case.tensor(*zeros.shape)
    return params


def _looked(submission, case, params):
    named = {f"param {place}": param for place, param in enumerate(params)}
    with journaling(**named) as seen:
        seen.answer = submission.none_or_zero(case.cycle(list, iter)(params))
    untouched = journal.all_kept(seen.journal, *named, name="grads")
    if seen.raised:
        return seen.with_clues({"touched": untouched["grads.changed"]})
    return seen.judging({"returned": seen.answer} | untouched)
