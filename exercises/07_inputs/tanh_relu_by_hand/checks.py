from autograder.probing import data, entries, journal, journaled, plus


def heights_and_slopes_are_right(submission, case):
    n = case.size("n", 5, 1, 8, 3)
    # Away from 0 and from where tanh is flat: all slopes are well seen here.
    return _mapped(submission, case, case.tensor(n, low=-2, high=2))


def slopes_vanish_where_it_is_flat(submission, case):
    far = case.uniform(10, 30)
    # The corner of relu, and far out on both sides, to the bounds. All slopes are 0 there but two.
    x = case.cycle([0.0, -30.0, far, 30.0], [30.0, 0.0], [far, -far, 0.0, -0.5, 30.0], [-30.0])
    return _mapped(submission, case, data(x))


def _mapped(submission, case, x):
    seen = journaled(submission.tanh_relu_by_hand, x=x)
    names, four = ("tanh", "tanh_slope", "relu", "relu_slope"), entries(seen.answer, 4)
    asked, number = journal.asked(seen.journal), case.uniform(1, 99)
    values = {"autograd.asked": asked} | dict(zip(names, four, strict=True))
    seen.judging_unless_raised(values).judging(journal.kept, "x")
    witness = [] if asked else [plus(part, number) for part in four]
    return seen.judging_unless_raised({"four": witness})
