from autograder.probing import (
    Backwards,
    Silent,
    Unchanged,
    called_without_parentheses,
    leaf,
    watching,
)


def sum_and_mean_start_from_one_number(submission, case):
    offices = _Offices(submission, case)
    with watching(*offices.watchers) as seen:
        offices.ask_all()
    seen.fact("a.grad", offices.a.grad)
    seen.fact("b.grad", offices.b.grad)
    seen.clue("c.grad", offices.c.grad)
    return offices.told(seen)


def weights_count_the_errors(submission, case):
    offices = _Offices(submission, case)
    with watching(*offices.watchers) as seen:
        offices.ask_all()
    seen.fact("c.grad", offices.c.grad)
    seen.clue("a.grad", offices.a.grad)
    seen.clue("b.grad", offices.b.grad)
    return offices.told(seen)


class _Offices:
    """Three dials, the readings, and what is watched meanwhile."""

    def __init__(self, submission, case):
        self.submission = submission
        N = case.size("N", 4, 3, 1, 6)
        self.a, self.b, self.c = (leaf(case.uniform(-3, 3)) for _ in range(3))
        # Readings far from zero: no gradient is small beside another.
        self.data = [case.tensor(N, low=0.5, high=3) for _ in range(2)]
        self.weights = case.tensor(N, low=1.5, high=5)
        # How often autograd is asked is taste: going back entry by entry is right, too.
        self.road = Backwards()
        values = [Unchanged(dial, name) for dial, name in zip(self.dials, "abc", strict=True)]
        self.watchers = [Silent(self.road), *values]

    @property
    def dials(self):
        return self.a, self.b, self.c

    def ask_all(self):
        self.submission.not_a_scalar(*self.dials, *self.data, self.weights)

    def told(self, seen):
        """Add what parts programs that leave the same gradients, or raise the same."""
        asked = len(self.road.calls())
        uncalled = called_without_parentheses(self.submission.source, "backward")
        seen.fact("backward_uncalled", asked == 0 and uncalled)
        seen.clue("backwards", asked)
        seen.clue("cut", bool(self.road.named("item", "tolist", "detach", "numpy")))
        # No program here is known by a warning; it would only part those that are alike.
        seen.clues.pop("warnings", None)
        return seen
