import torch

from autograder.probing import Replacement, leaf, watching
from autograder.probing.facts import describe_tensor


def step_moves_W_against_its_gradient(submission, case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    W = leaf(case.tensor(*case.cycle((), (1,), (4,), (3, 1))))
    loss = ((W * case.uniform(1, 3) - case.uniform(-9, 9)) ** 2).mean()
    loss.backward()
    lr = case.cycle(0.1, 0.02, 0.3, 0.05)
    with watching(_Step(W), W) as seen:
        submission.step_no_grad(W, lr=lr)
    torch.set_grad_enabled(True)
    return _without_warnings(seen)


def W_can_be_trained_on(submission, case):
    torch.set_grad_enabled(True)
    W = leaf(case.tensor(case.size("N", 4, 1, 2, 5)))
    slope, target = case.uniform(1, 2), case.uniform(-3, 3)
    lr = case.cycle(0.05, 0.1, 0.02, 0.08)
    with watching(_Step(W), W) as seen:
        for _ in range(3):
            if not (W.requires_grad and W.is_leaf):
                break  # no way to go on; the facts tell why
            W.grad = None
            with torch.enable_grad():
                loss = ((W * slope - target) ** 2).sum()
            loss.backward()
            submission.step_no_grad(W, lr=lr)
    seen.fact("recording", torch.is_grad_enabled())
    if seen.facts["raised"] is None:
        seen.fact("next_gradient", _next_gradient(W, slope))
    torch.set_grad_enabled(True)
    return _without_warnings(seen)


def _next_gradient(W, slope):
    """What a caller would get next who relies on recording being on, as it was."""
    loss = (slope * W**2).sum()
    return torch.autograd.grad(loss, W)[0] if loss.requires_grad else None


def _without_warnings(seen):
    """A clue that no program here is known by would only keep the others from fitting."""
    seen.clues.pop("warnings", None)
    return seen


class _Step(Replacement):
    """How the step was made, and whether the gradient was gone before it. Fact: ``emptied_too_early``."""

    def report(self, seen):
        super().report(seen)
        gradient = self.tensor.grad
        emptied = gradient is None or not any(describe_tensor(gradient).values)
        seen.fact("emptied_too_early", emptied and not self.moved)
        seen.fact("W.requires_grad", self.tensor.requires_grad)
