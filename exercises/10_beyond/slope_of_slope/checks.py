import torch

from autograder.probing import journaling, one_run
from autograder.probing.journal import asked, backwards, called, cuts
from autograder.probing.returned import entries


def first_number_is_the_slope(submission, case):
    return _judging(submission, case, place=0)


def second_number_is_the_slope_of_the_slope(submission, case):
    return _judging(submission, case, place=1)


def _judging(submission, case, place):
    seen, returned = _asked(submission, case)
    # What raises hasn't told a number; how far it came parts the mistakes.
    numbers, way = case.number_for("True", "False"), str(asked(seen.journal))
    facts = {"asked": way == "True", "asked_in_number": numbers[way]}
    if not seen.raised:
        facts["number"] = entries(returned, 2)[place]
    return seen.judging(facts)


@one_run
def _asked(submission, case):
    a, b, at = case.uniform(0.6, 2), case.uniform(0.5, 3), case.uniform(0.5, 1.5)
    f = case.cycle(
        lambda x: a * x**3 + b * x**2,
        lambda x: b * torch.exp(a * x),
        lambda x: x**4 - a * torch.log(x),
        lambda x: (a * x).cosh() + b * x,
    )
    returned = None
    with journaling() as seen:
        returned = submission.slope_of_slope(f, at)
    clues = {
        "backwards": backwards(seen.journal),
        "by_backward": called(seen.journal, "backward", "torch.autograd.backward"),
        "cuts": cuts(seen.journal),
        "tracked_again": called(seen.journal, "requires_grad_", "requires_grad.__set__"),
    }
    return seen.judging({}, clues=clues), returned
