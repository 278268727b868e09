from autograder.probing import journaling, leaf
from autograder.probing.journal import (
    backward_uncalled,
    backwards,
    called,
    gradient_dropped,
    gradient_left,
    kept,
)


def sum_and_mean_start_from_one_number(submission, case):
    return _gone_back(submission, case, judged="ab", clues="c")


def weights_count_the_errors(submission, case):
    return _gone_back(submission, case, judged="c", clues="ab")


def _gone_back(submission, case, *, judged, clues):
    """What was seen of one call with three dials: gradients of some are *judged*."""
    N = case.size("N", 4, 3, 1, 6)
    a, b, c = (leaf(case.uniform(-3, 3)) for _ in range(3))
    # Readings far from zero: no gradient is small beside another.
    data = [case.tensor(N, low=0.5, high=3) for _ in range(2)]
    weights = case.tensor(N, low=1.5, high=5)
    with journaling(a=a, b=b, c=c) as seen:
        submission.not_a_scalar(a, b, c, *data, weights)
    journal = seen.journal
    facts = kept(journal, *"abc") | gradient_left(journal, *judged)
    # How often autograd is asked is taste: going back entry by entry is right, too.
    cut = called(journal, "item", "tolist", "detach", "numpy")
    others = gradient_left(journal, *clues) | {"backwards": backwards(journal), "cut": cut}
    facts["gradient_dropped"] = gradient_dropped(journal, *judged)
    return seen.judging(facts | backward_uncalled(journal, submission, *judged), clues=others)
