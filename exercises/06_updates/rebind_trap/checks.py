import torch
from torch import Tensor

from autograder.probing import (
    Landscape,
    Steps,
    called_without_parentheses,
    gradient_in_use,
    leaf,
    read_back,
    watching,
)
from autograder.probing.facts import describe_tensor

# Facts that are numbers: as clues they would part programs with the same mistake.
_NUMBERS = ("raised", "W", "W.in_use", "W.by_gradient")


def steps_move_the_callers_W(submission, case):
    seen, _, _ = _minimised(submission, case)
    return seen


def the_same_trainable_W_comes_back(submission, case):
    seen, W, result = _minimised(submission, case)
    in_use = seen.facts["W.in_use"]
    how = {name: fact for name, fact in seen.facts.items() if name not in _NUMBERS}
    seen.clues.update(how)  # judged by the other check
    raised = seen.facts["raised"]
    seen.facts.clear()
    seen.facts["raised"] = raised
    if raised is None:
        seen.fact("returned.is_W", result is W)
        seen.returned(result)
        if type(result) is Tensor:
            seen.fact("returned.requires_grad", result.requires_grad)
            seen.fact("returned.is_leaf", result.is_leaf)
        seen.fact("copy_comes_back", _is_copy(result, W))
        for name in ("W.requires_grad", "W.is_leaf", "W.replaced_by"):
            seen.facts[name] = how[name]
        seen.facts["W.in_use"] = in_use
        seen.fact("returned.in_use", gradient_in_use(result, case.uniform(1, 99)))
        # What is written into W last of all shows in what came back, if that is W.
        seen.fact("read_back", read_back((result, W), case.floats(2, 1, 99)))
    else:  # many mistakes end in the same exception; these facts part them
        for name in ("W.replaced_by", "gradient_missed", "emptied_too_early", "backwards"):
            seen.facts[name] = how[name]
    return seen


def _is_copy(result, W):
    is_other = type(result) is Tensor and result is not W
    return is_other and describe_tensor(result) == describe_tensor(W)


def _minimised(submission, case):
    """What was seen of one call, the W that was handed in, and what came back."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    W = leaf(1 + case.tensor(*case.cycle((2, 1), (), (4,), (1,))))
    # An odd number: without a learning rate every second step comes back to where it began.
    lr, steps = case.cycle(0.1, 0.2, 0.05, 0.3), case.cycle(3, 5, 5, 3)
    result = None
    with watching(Steps(W), W, Landscape(lambda W: ((W - 1) ** 2).sum(), W=W)) as seen:
        result = submission.rebind_trap(W, lr, steps)
    torch.set_grad_enabled(True)
    seen.clue("backward_uncalled", called_without_parentheses(submission.source, "backward"))
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, W, result
