import torch
from torch.optim.optimizer import register_optimizer_step_post_hook

from autograder.probing import (
    Backwards,
    GradientsPerStep,
    Silent,
    Watcher,
    called_without_parentheses,
    hooked,
    keeps_graph,
    leaf,
    watching,
)
from autograder.probing.facts import describe_tensor


def every_call_moves_W_by_its_own_gradient(submission, case):
    training = _Training(case)
    with watching(*training.watchers) as seen:
        training.run(submission)
    for name, value in training.road(seen, submission):
        seen.fact(name, value)
    seen.fact("W", training.W)
    seen.fact("W.requires_grad", training.W.requires_grad)
    return seen


def loss_is_a_number_from_before_the_step(submission, case):
    training = _Training(case)
    with watching(*training.watchers) as seen:
        training.run(submission)
    raised = seen.facts["raised"] is not None
    if not raised:
        seen.fact("returned.keeps_graph", keeps_graph(training.returned))
        seen.returned(training.returned)
    # Here the order is not judged; where something was raised it parts programs that end alike.
    for name, value in training.road(seen, submission):
        (seen.fact if raised else seen.clue)(name, value)
    return seen


class _Training:
    """Several calls with one W and one optimizer, each on data of its own."""

    def __init__(self, case):
        N = case.size("N", 4, 1, 7, 3)
        self.W = leaf(case.uniform(-3, 3))
        self.before = describe_tensor(self.W)
        self.batches = [(case.tensor(N), case.tensor(N)) for _ in range(case.cycle(3, 4, 2, 3))]
        kind = case.cycle(torch.optim.SGD, torch.optim.SGD, torch.optim.Adam, torch.optim.SGD)
        self.optimizer = kind([self.W], lr=case.choice([0.02, 0.03, 0.04]))
        self.gradients = GradientsPerStep(self.W, "W")
        self.calls = Backwards()
        self.steps = _Steps(self.W, self.calls)
        self.watchers = [Silent(one) for one in (self.gradients, self.calls, self.steps)]
        self.returned = []

    def run(self, submission):
        # A learner may switch recording off for good; the next case starts with it on.
        with torch.enable_grad():
            for x, y in self.batches:
                self.steps.begin_call()
                self.returned.append(submission.zero_where(self.W, x, y, self.optimizer))

    def road(self, seen, submission):
        """Return in which order things happened, as (name, value)."""
        moved = describe_tensor(self.W) != self.before
        asked = len(self.calls.calls())
        seen.clue("emptied_at_the_end", self.W.grad is None)
        uncalled = called_without_parentheses(submission.source, "backward")
        return [
            ("W.adds_up", self.gradients.adds_up),
            ("backward_uncalled", asked == 0 and uncalled),
            ("step.before_backward", self.steps.before_backward),
            ("step.gradients", tuple(self.steps.states)),
            ("backwards", asked),
            ("backward.misses_W", asked > len(self.gradients.fresh)),
            ("by_hand", moved and not self.steps.states),
        ]


class _Steps(Watcher):
    """
    What stood in ``W.grad`` when the optimizer had stepped, and whether backward came first.

    Looked at after the step: ``step(closure)`` fills it in on its way.
    """

    def __init__(self, W, calls):
        self._W, self._calls = W, calls
        self._passes_before = 0
        self.states = []
        self.before_backward = False

    def begin_call(self):
        self._passes_before = len(self._calls.calls())

    def start(self):
        self._hook = register_optimizer_step_post_hook(hooked(self._saw))

    def stop(self):
        self._hook.remove()

    def _saw(self, *_):
        if len(self.states) >= 50:
            return
        self.before_backward |= len(self._calls.calls()) == self._passes_before
        gradient = self._W.grad
        if gradient is None:
            self.states.append("absent")
        else:
            self.states.append("present" if bool(gradient.any()) else "zero")
