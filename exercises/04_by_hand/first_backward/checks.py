import torch

from autograder.probing import calls_method, journaling, leaf, number_in
from autograder.probing.journal import (
    asked,
    backwards,
    called_before_asking,
    cuts,
    goes_back_from_a_leaf,
    gradient_left,
    gradients_brought,
    leaf_facts,
    misses,
    no_gradient,
    picked,
    stays_unrecorded,
)


def returned_value_is_the_gradient(submission, case):
    seen, returned = _asked(submission, case)
    way = _way(seen.journal, submission, returned, seen.raised or returned is None)
    seen.judging(picked(way, "backward.only_named", "backwards"))
    seen.judging({} if seen.raised else {"returned": returned})
    return seen.judging(way | gradients_brought(seen.journal, "w"))


def gradient_lands_in_w(submission, case):
    seen, returned = _asked(submission, case)
    seen.judging(_way(seen.journal, submission, returned, seen.raised))
    left = gradient_left(seen.journal, "w") | leaf_facts(seen.journal, "w")
    return seen.judging(left | gradients_brought(seen.journal, "w"))


def _asked(submission, case):
    """What was seen of one call, and what it returned; the residual is never small, |x| never 1."""
    w, returned = leaf(case.uniform(-3, 3)), None
    slope = case.choice([-1, 1]) * case.uniform(1.3, 3)
    target = w.item() * slope - case.choice([-1, 1]) * case.uniform(0.6, 3)
    x, y = torch.tensor(slope), torch.tensor(round(target, 2))
    with journaling(w=w) as seen:
        returned = submission.first_backward(w, x, y)
    # By what the graph was cut, and what somebody lacks who stopped before any backward.
    clues = {"cuts": cuts(seen.journal), "calls": calls_method(submission, "backward")}
    return seen.judging({}, clues=clues), returned


def _way(journal, submission, returned, missing):
    """By which way the submission came to its gradient, or where it left the way."""
    left = no_gradient(journal, submission, missing=missing)
    return {
        "backward.only_named": left.pop("backward.only_named"),
        "backwards": backwards(journal),
        **left,
        "gradient.read_too_early": missing and called_before_asking(journal, "grad.__get__"),
        "gradient.by_formula": None if asked(journal) else number_in(returned),
        "backward.starts_at_leaf": goes_back_from_a_leaf(journal),
        "backward.misses_w": misses(journal, "w"),
        **stays_unrecorded(journal, "w"),
    }
