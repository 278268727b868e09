from autograder.probing import call_learner, going_back, journal, journaling
from autograder.probing.source import drops_result


def gradient_goes_on_within_limits(submission, case):
    seen, pipe = _flooded_with_valve(submission, case, times=1)
    return seen.judging_unless_raised({"dial.grad": pipe.dial.grad})


def every_length_is_logged(submission, case):
    seen, pipe = _flooded_with_valve(submission, case, times=3)
    return seen.judging_unless_raised({"log": pipe.log})


def nothing_else_notices(submission, case):
    seen, pipe = _flooded_with_valve(submission, case, times=1)
    if seen.raised:
        return seen
    seen.judging({"handle": pipe.handle is not None, "h": pipe.h, "other.grad": pipe.other.grad})
    pipe.dial.grad, before = None, len(pipe.log)
    with seen.asking():
        call_learner(lambda: pipe.handle.remove())
    _flooded(seen, pipe, case, times=1)
    after = {"log_after_removal": len(pipe.log) - before, "dial.grad_after_removal": pipe.dial.grad}
    return seen.judging_unless_raised(after)


class _Pipe:
    """A dial and another leaf, each with a result; both results are added up in the end."""

    def __init__(self, case):
        size = case.size("N", 3, 1, 4, 2)
        self.dial, self.other = case.leaf(size), case.leaf(size)
        # Made first, so a backward pass comes to h before it. Adding saves nothing: many may go back.
        self.beside = self.other + case.tensor(size)
        self.h = self.dial + case.tensor(size)
        self.log, self.handle = [], None


def _flooded(seen, pipe, case, times):
    """Go back *times* times with a weight above most limits and one within all, unless it raised."""
    for _ in range(0 if seen.raised else times):
        weights = case.tensor(*pipe.h.shape, low=-9, high=9)
        weights[0] = case.sign() * case.uniform(5, 9)
        weights[1:2] = case.sign() * case.uniform(0.1, 0.4)
        with seen.asking():
            going_back.go_back(((pipe.beside + pipe.h) * weights).sum())


def _flooded_with_valve(submission, case, times):
    """What was seen while a hook was hung on h, and all that it hangs in; gradients came by."""
    pipe, limit = _Pipe(case), case.cycle(1.5, 2.0, 0.5, 3.0)
    with journaling(dial=pipe.dial, h=pipe.h) as seen:
        pipe.handle = submission.hook_a_gradient(pipe.h, limit, pipe.log)
    seen.clue("backwards", journal.backwards(seen.journal))
    seen.clue("hung", journal.called(seen.journal, "register_hook"))
    seen.clue("kept", journal.called(seen.journal, "retain_grad"))
    seen.clue("dropped", drops_result(submission, "clamp", "clip"))
    _flooded(seen, pipe, case, times)
    return seen, pipe
