import torch
from torch import Tensor

from autograder.probing import Landscape, Steps, called_without_parentheses, leaf, watching

# Facts that are numbers: as clues they would part programs with the same mistake.
_NUMBERS = ("raised", "W", "W.in_use", "W.by_gradient")


def each_step_uses_its_own_gradient(submission, case):
    seen, _ = _trained(submission, case)
    return seen


def losses_are_numbers_from_before_each_step(submission, case):
    seen, losses = _trained(submission, case)
    how = {name: fact for name, fact in seen.facts.items() if name not in _NUMBERS}
    seen.clues.update(how)  # judged by the other check
    raised = seen.facts["raised"]
    seen.facts.clear()
    seen.facts["raised"] = raised
    if raised is None:
        seen.returned(losses)
        seen.fact("returned.keeps_graph", _keeps_graph(losses))
    else:  # many mistakes end in the same exception; these facts part them
        for name in ("W.replaced_by", "gradient_missed", "emptied_too_early", "backwards"):
            seen.facts[name] = how[name]
    return seen


def _trained(submission, case):
    """What was seen of one call, and what it returned."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    N = case.size("N", 4, 1, 7, 3)
    W = leaf(case.tensor(*case.cycle((), (1,), (1,), ())))
    x, y = case.tensor(N), case.tensor(N)
    lr, steps = case.choice([0.02, 0.03, 0.04]), case.cycle(4, 3, 5, 3)
    losses = None
    valley = Landscape(lambda W: ((W * x - y) ** 2).mean(), W=W)
    with watching(Steps(W), W, valley) as seen:
        losses = submission.zero_it(W, x, y, lr, steps)
    torch.set_grad_enabled(True)
    seen.clue("backward_uncalled", called_without_parentheses(submission.source, "backward"))
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, losses


def _keeps_graph(losses):
    parts = losses[:100] if type(losses) in (list, tuple) else [losses]
    return any(type(part) is Tensor and part.grad_fn is not None for part in parts)
