import torch

from autograder.probing import journaling, leaf, number_in
from autograder.probing.journal import (
    adds_up,
    arrivals,
    asked,
    backwards,
    goes_back_from_a_leaf,
    gradient_left,
    leaf_facts,
    misses,
    no_gradient,
    picked,
    stays_unrecorded,
)


def returned_value_is_the_gradient(submission, case):
    seen, returned = _asked(submission, case)
    what = {} if seen.raised else {"returned": returned}
    way = _way(seen.journal, submission, returned, seen.raised or returned is None)
    first = picked(way, "backward.only_named", "backwards")
    return seen.judging(first | what | way | _brought(seen.journal))


def gradient_lands_in_w(submission, case):
    seen, returned = _asked(submission, case)
    way = _way(seen.journal, submission, returned, seen.raised)
    left = gradient_left(seen.journal, "w") | leaf_facts(seen.journal, "w")
    return seen.judging(way | left | _brought(seen.journal))


def _asked(submission, case):
    """What was seen of one call, and what it returned; the residual is never small, |x| never 1."""
    w, returned = leaf(case.uniform(-3, 3)), None
    slope = case.choice([-1, 1]) * case.uniform(1.3, 3)
    missed_by = case.choice([-1, 1]) * case.uniform(0.6, 3)
    x, y = torch.tensor(slope), torch.tensor(round(w.item() * slope - missed_by, 2))
    with journaling(w=w) as seen:
        returned = submission.first_backward(w, x, y)
    return seen, returned


def _way(journal, submission, returned, missing):
    """By which way the submission came to its gradient, or where it left the way."""
    left = no_gradient(journal, submission.source, missing=missing)
    return {
        "backward.only_named": left.pop("backward.only_named"),
        "backwards": backwards(journal),
        **left,
        "gradient.by_formula": None if asked(journal) else number_in(returned),
        "backward.starts_at_leaf": goes_back_from_a_leaf(journal),
        "backward.misses_w": misses(journal, "w"),
        **stays_unrecorded(journal, "w"),
    }


def _brought(journal):
    """Numbers count: a backward pass of something else brings others."""
    return {"w.fresh_gradients": arrivals(journal, "w"), "w.adds_up": adds_up(journal, "w")}
