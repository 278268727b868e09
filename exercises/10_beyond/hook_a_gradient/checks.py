from autograder.probing import call_learner, journaling, leaf
from autograder.probing.going_back import go_back
from autograder.probing.journal import backwards, called
from autograder.probing.source import drops_result


def gradient_goes_on_within_limits(submission, case):
    seen, pipe = _valved(submission, case)
    _flooded(seen, pipe, case, times=1)
    return seen if seen.raised else seen.judging({"dial.grad": pipe.dial.grad})


def every_length_is_logged(submission, case):
    seen, pipe = _valved(submission, case)
    _flooded(seen, pipe, case, times=3)
    return seen if seen.raised else seen.judging({"log": pipe.log})


def nothing_else_notices(submission, case):
    seen, pipe = _valved(submission, case)
    _flooded(seen, pipe, case, times=1)
    if seen.raised:
        return seen
    seen.judging({"handle": pipe.handle is not None, "h": pipe.h, "other.grad": pipe.other.grad})
    pipe.dial.grad, before = None, len(pipe.log)
    with seen.asking():
        call_learner(lambda: pipe.handle.remove())
    _flooded(seen, pipe, case, times=1)
    if seen.raised:
        return seen
    added = len(pipe.log) - before
    return seen.judging({"log_after_removal": added, "dial.grad_after_removal": pipe.dial.grad})


class _Pipe:
    """A dial and another leaf, each with a result; both results are added up in the end."""

    def __init__(self, case):
        size = case.size("N", 3, 1, 4, 2)
        self.dial, self.other = leaf(case.tensor(size)), leaf(case.tensor(size))
        # The other road is made first, so a backward pass comes to h before it. Both only add: for
        # that nothing is saved, and many passes may go back.
        self.beside = self.other + case.tensor(size)
        self.h = self.dial + case.tensor(size)
        self.log, self.handle = [], None

    def flood(self, case, times):
        """Go back from the sum of both with weights that are sometimes above all limits."""
        for _ in range(times):
            size = self.h.shape[0]
            weights = case.tensor(size, low=-9, high=9)
            weights[0] = case.choice([-1, 1]) * case.uniform(5, 9)
            go_back(((self.beside + self.h) * weights).sum())


def _flooded(seen, pipe, case, times):
    """Let so many gradients come by, unless something was raised before."""
    if not seen.raised:
        with seen.asking():
            pipe.flood(case, times)


def _valved(submission, case):
    """What was seen while a hook was hung on h, and all that it hangs in."""
    pipe, limit = _Pipe(case), case.cycle(1.5, 2.0, 0.5, 3.0)
    with journaling(dial=pipe.dial, h=pipe.h) as seen:
        pipe.handle = submission.hook_a_gradient(pipe.h, limit, pipe.log)
    clues = {
        "backwards": backwards(seen.journal),
        "hung": called(seen.journal, "register_hook"),
        "kept": called(seen.journal, "retain_grad"),
        "dropped": drops_result(submission, "clamp", "clip"),
    }
    return seen.judging({}, clues=clues), pipe
