import torch

from autograder.probing import journaling, leaf, plus
from autograder.probing.journal import all_kept

_SHAPES = ((), (3,), (2, 3), (1,))


def length_is_that_of_all_gradients_together(submission, case):
    params = _params(case, *case.cycle((4, 0, 0), (1, 0, 0), (3, 0, 0), (2, 0, 0)))
    return _looked(submission, case, params)


def missing_gradients_add_nothing(submission, case):
    # (with numbers, None, zeros)
    params = _params(case, *case.cycle((2, 1, 0), (0, 3, 0), (2, 1, 1), (1, 2, 0)))
    return _looked(submission, case, params)


def lamp_looks_after_zero_grad(submission, case):
    # Case 1 has no parameter at all.
    params = _params(case, 0, case.cycle(3, 0, 2, 1), case.cycle(0, 0, 1, 2))
    if params:
        torch.optim.SGD(params, lr=0.1).zero_grad(set_to_none=case.index != 3)
    seen = _looked(submission, case, params)
    witness = {"returned.plus": plus(seen.facts.get("returned"), case.uniform(1, 99))}
    return seen if seen.raised else seen.judging(witness)


def _params(case, numbers, missing, zeros):
    """Leaves in an order that mixes those with a gradient, without one, and with zeros."""
    kinds = ["numbers"] * numbers + ["none"] * missing + ["zeros"] * zeros
    order = sorted(range(len(kinds)), key=lambda index: (index * 2 + case.index) % 5)
    params = []
    for place, index in enumerate(order):
        param = leaf(case.tensor(*_SHAPES[(place + case.index) % len(_SHAPES)]))
        if kinds[index] == "numbers":
            param.grad = case.tensor(*param.shape)
        elif kinds[index] == "zeros":
            param.grad = torch.zeros_like(param)
        params.append(param)
    return params


def _looked(submission, case, params):
    named = {f"param {place}": param for place, param in enumerate(params)}
    with journaling(**named) as seen:
        seen.returned(submission.none_or_zero(case.cycle(list, iter)(params)))
    untouched = all_kept(seen.journal, *named, name="grads")
    if seen.raised:
        return seen.judging({}, clues={"touched": untouched["grads.changed"]})
    return seen.judging(untouched)
