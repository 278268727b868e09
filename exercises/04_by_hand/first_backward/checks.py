from autograder.probing import calls_method, data, journal, journaled, number_in, one_run


def returned_value_is_the_gradient(submission, case):
    seen = _asked(submission, case)
    way = _way(seen, submission, missing=seen.raised or seen.answer is None)
    seen.judging(journal.picked(way, "backward.only_named", "backwards"))
    seen.judging_unless_raised({"returned": seen.answer})
    return seen.judging(way).judging(journal.gradients_brought, "w")


def gradient_lands_in_w(submission, case):
    seen = _asked(submission, case)
    seen.judging(_way(seen, submission, missing=seen.raised))
    seen.judging(journal.gradient_left, "w").judging(journal.leaf_facts, "w")
    return seen.judging(journal.gradients_brought, "w")


@one_run
def _asked(submission, case):
    # The residual is never small, |x| never 1.
    w = case.leaf()
    slope = case.sign() * case.uniform(1.3, 3)
    target = w.item() * slope - case.sign() * case.uniform(0.6, 3)
    x, y = data(slope), data(round(target, 2))
    seen = journaled(submission.first_backward, w=w, x=x, y=y)
    # By what the graph was cut, and what somebody lacks who stopped before any backward.
    calls = calls_method(submission, "backward")
    return seen.with_clues({"cuts": journal.cuts(seen.journal), "calls": calls})


def _way(seen, submission, *, missing):
    """By which way the submission came to its gradient, or where it left the way."""
    written = seen.journal
    left = journal.no_gradient(written, submission, missing=missing)
    early = missing and journal.called_before_asking(written, "grad.__get__")
    return {
        "backward.only_named": left.pop("backward.only_named"),
        "backwards": journal.backwards(written),
        **left,
        "gradient.read_too_early": early,
        "gradient.by_formula": None if journal.asked(written) else number_in(seen.answer),
        "backward.starts_at_leaf": journal.goes_back_from_a_leaf(written),
        "backward.misses_w": journal.misses(written, "w"),
        **journal.stays_unrecorded(written, "w"),
    }
