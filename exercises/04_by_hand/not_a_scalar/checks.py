from autograder.probing import journal, journaled, one_run


def sum_and_mean_start_from_one_number(submission, case):
    return _judging(submission, case, judged="ab", clues="c")


def weights_count_the_errors(submission, case):
    return _judging(submission, case, judged="c", clues="ab")


def _judging(submission, case, *, judged, clues):
    """What was seen of the three dials: gradients of some are *judged*."""
    seen = _gone_back(submission, case)
    seen.judging(journal.kept, *"abc").judging(journal.gradient_left, *judged)
    seen.fact("gradient_dropped", journal.gradient_dropped(seen.journal, *judged))
    # How often autograd is asked is taste: going back entry by entry is right, too.
    seen.with_clues(journal.gradient_left, *clues)
    seen.clue("backwards", journal.backwards(seen.journal))
    seen.clue("cut", journal.called(seen.journal, "item", "tolist", "detach", "numpy"))
    return seen.judging(journal.backward_uncalled, submission, *judged)


@one_run
def _gone_back(submission, case):
    """What was seen of one call with three dials."""
    N = case.size("N", 4, 3, 1, 6)
    dials = {name: case.leaf() for name in "abc"}
    # Readings far from zero: no gradient is small beside another.
    data = {name: case.tensor(N, low=0.5, high=3) for name in "xy"}
    weights = case.tensor(N, low=1.5, high=5)
    return journaled(submission.not_a_scalar, **dials, **data, weights=weights)
