import torch

from autograder.probing import entries, journaling, plus
from autograder.probing.journal import asked, kept


def heights_and_slopes_are_right(submission, case):
    n = case.size("n", 5, 1, 8, 3)
    # Away from 0 and from where tanh is flat: all slopes are well seen here.
    return _mapped(submission, case, case.tensor(n, low=-2, high=2))


def slopes_vanish_where_it_is_flat(submission, case):
    far = case.uniform(10, 30)
    # The corner of relu, and far out on both sides, to the bounds. All slopes are 0 there but two.
    x = case.cycle([0.0, -30.0, far, 30.0], [30.0, 0.0], [far, -far, 0.0, -0.5, 30.0], [-30.0])
    return _mapped(submission, case, torch.tensor(x))


def _mapped(submission, case, x):
    four, names = [], ("tanh", "tanh_slope", "relu", "relu_slope")
    with journaling(x=x) as seen:
        four = entries(submission.tanh_relu_by_hand(x), 4)
    by_hand, number = not asked(seen.journal), case.uniform(1, 99)
    if four:
        seen.judging({"autograd.asked": not by_hand} | dict(zip(names, four, strict=True)))
    seen.judging(kept(seen.journal, "x"))
    witness = {"four": [plus(part, number) for part in four if by_hand]}
    return seen if seen.raised else seen.judging(witness)
