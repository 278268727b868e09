import math

import torch

from autograder.probing import is_plain_tensor, journaling, leaf, one_run
from autograder.probing.going_back import go_back
from autograder.probing.journal import anything_unrecorded, cuts, kept
from autograder.probing.returned import numbers_in, shape_in_words


def values_are_roots_or_zero(submission, case):
    seen, x, flow = _flowed(submission, case)
    if seen.raised:
        return seen
    facts = {"flow.shape": shape_in_words(flow), "flow": flow, "dry.nearly_zero": _leaks(flow, x)}
    return seen.judging(facts | kept(seen.journal, "x"))


def slopes_are_finite_everywhere(submission, case):
    seen, x, flow = _flowed(submission, case)
    if seen.raised:
        return seen
    # Each place has a weight of its own, so none can stand in for another.
    weights = case.tensor(*x.shape, low=1, high=4)
    tracked = is_plain_tensor(flow) and flow.requires_grad
    seen.judging({"flow.requires_grad": tracked})
    if tracked and flow.shape == x.shape:
        with seen.asking():
            go_back(flow, weights)
    return seen.judging({"x.grad": x.grad})


def _leaks(flow, x):
    """Whether a little flows in dry places: not 0, but less than anybody would notice."""
    if shape_in_words(flow) != str(tuple(x.shape)):
        return False
    dry = [abs(number) for number in numbers_in(flow.detach()[x <= 0])]
    return 0 < max(dry, default=0) < 0.05


@one_run
def _flowed(submission, case):
    """What was seen of one call, its x, and what came back; wet, empty and dry places mixed."""
    numbers = [case.uniform(0.3, 9), 0.0, -case.uniform(0.3, 9), case.uniform(0.3, 9)]
    numbers += [-case.uniform(0.3, 9), case.uniform(0.3, 9)]
    shape = case.cycle((6,), (2, 3), (), (3, 2, 1))
    x = leaf(torch.tensor(numbers[: math.prod(shape)]).reshape(shape))
    flow = None
    with journaling(x=x) as seen:
        flow = submission.nan_behind_where(x)
    clues = {"cuts": cuts(seen.journal), "unrecorded": anything_unrecorded(seen.journal)}
    return seen.judging({}, clues=clues), x, flow
