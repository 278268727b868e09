from torch import add, cos, div, exp, mul, sin, sqrt, sub, tanh, tensor

from autograder.probing import journal, journaled, leaf, plus
from autograder.probing.returned import names_in


def branches_are_walked_from_left_to_right(submission, case):
    a, b, c, d = map(leaf, case.floats(4, 0.5, 2))
    left = _one_of(case)(a)
    result = case.cycle(
        lambda: sub(exp(left), mul(b, c)),
        lambda: div(cos(add(left, b)), exp(c)),
        lambda: tanh(sub(mul(left, exp(b)), div(c, d))),
        lambda: sqrt(_one_of(case)(tanh(left))),
    )
    return _walked(submission, case, result())


def untracked_inputs_end_the_walk(submission, case):
    a, data = case.leaf(low=0.5, high=2), tensor(case.uniform(0.5, 2))
    inner = _one_of(case)(a)
    result = case.cycle(
        lambda: add(mul(data, inner), data),
        lambda: mul(exp(data), data),
        lambda: a,
        lambda: sub(div(data, exp(inner)), mul(data, data)),
    )
    return _walked(submission, case, result())


def every_road_is_walked(submission, case):
    a, b = case.leaf(low=0.5, high=2), case.leaf(low=0.5, high=2)
    shared = _one_of(case)(a)
    result = case.cycle(
        lambda: mul(a, a),
        lambda: add(mul(shared, shared), b),
        lambda: sub(exp(shared), tanh(mul(b, shared))),
        lambda: mul(add(a, a), add(shared, a)),
    )
    return _walked(submission, case, result())


def _one_of(case):
    """An operation whose node has one input."""
    return case.choice([exp, sin, tanh, sqrt])


def _walked(submission, case, result):
    before = result.requires_grad
    seen = journaled(submission.graph_walker, result=result)
    names, asked = names_in(seen.answer), journal.called(seen.journal, "grad.__get__")
    count = len(names) if type(names) is tuple else None
    seen.judging({"names": names, "names.plus": plus(count, case.uniform(1, 99))})
    seen.fact("result.requires_grad", result.requires_grad is before)
    # Whoever lists nothing where there is something has looked for the nodes in the wrong place, or not at all.
    seen.fact("looked_into_grad", asked and not names and result.grad_fn is not None)
    return seen.with_clues({"asked_for_gradient": asked})
