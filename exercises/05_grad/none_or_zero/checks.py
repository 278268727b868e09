import torch

from autograder.probing import journaling, leaf, plus
from autograder.probing.journal import all_kept

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
    witness = {"returned.plus": plus(seen.facts.get("returned"), case.uniform(1, 99))}
    return seen if seen.raised else seen.judging(witness)


def _params(case, *gradients):
    """A leaf for each of *gradients*: n for one with numbers, 0 for zeros, - for none at all."""
    params = []
    for place, gradient in enumerate(gradients, start=case.index):
        params.append(leaf(case.tensor(*_SHAPES[place % len(_SHAPES)])))
        if gradient == "n":
            params[-1].grad = case.tensor(*params[-1].shape)
        elif gradient == "0":
            params[-1].grad = torch.zeros_like(params[-1])
    return params


def _looked(submission, case, params):
    named = {f"param {place}": param for place, param in enumerate(params)}
    with journaling(**named) as seen:
        seen.returned(submission.none_or_zero(case.cycle(list, iter)(params)))
    untouched = all_kept(seen.journal, *named, name="grads")
    if seen.raised:
        return seen.judging({}, clues={"touched": untouched["grads.changed"]})
    return seen.judging(untouched)
