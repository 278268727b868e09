import torch

from autograder.observations import TensorFact
from autograder.probing import (
    Landscape,
    Steps,
    called_without_parentheses,
    describe,
    is_plain_tensor,
    leaf,
    plus,
    watching,
)

# Facts that are numbers: as clues they would part programs with the same mistake.
_NUMBERS = ("raised", "w", "w.in_use", "w.by_gradient")


def each_step_goes_down_its_slope(submission, case):
    seen, _ = _walked(submission, case, _start(case), case.cycle(3, 5, 4, 2))
    return seen


def history_keeps_every_place(submission, case):
    # An odd number: without a learning rate every second step comes back to where it began.
    w = _start(case)
    seen, history = _walked(submission, case, w, case.cycle(3, 5, 7, 3))
    how = {name: fact for name, fact in seen.facts.items() if name not in _NUMBERS}
    seen.clues.update(how)  # judged by the other check
    raised = seen.facts["raised"]
    seen.facts.clear()
    seen.facts["raised"] = raised
    if raised is None:
        entries = history[:1000] if type(history) in (list, tuple) else []
        tensors = [entry for entry in entries if is_plain_tensor(entry)]
        places = {tensor.data_ptr() for tensor in [w, *tensors]}
        seen.fact("history.shares_memory", len(places) <= len(tensors))
        seen.fact("history", [_number(entry) for entry in entries] if entries else history)
        seen.clue("holds_w", any(entry is w for entry in entries))
    else:  # many mistakes end in the same exception; these facts part them
        for name in ("w.replaced_by", "gradient_missed", "emptied_too_early", "backwards"):
            seen.facts[name] = how[name]
    return seen


def it_arrives_at_the_bottom(submission, case):
    w = _start(case)
    start = w.item()
    seen, _ = _walked(submission, case, w, 41)
    if seen.facts["raised"] is None:
        # The bottom is the same for everybody, the way to it is not.
        seen.fact("way", plus(w, -start))
    return seen


def _start(case):
    return leaf(case.uniform(-4, 1) if case.index % 2 else case.uniform(5, 9))


def _walked(submission, case, w, steps):
    """What was seen of one call, and what came back."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    lr = case.cycle(0.1, 0.3, 0.2, 0.4)
    history = None
    with watching(_Walk(w), w, Landscape(lambda w: (w - 3) ** 2, w=w)) as seen:
        history = submission.downhill_1d(w, lr, steps)
    torch.set_grad_enabled(True)
    seen.clue("backward_uncalled", called_without_parentheses(submission.source, "backward"))
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, history


class _Walk(Steps):
    """Steps, with the photos left out of account: a look at w is not yet a forward pass."""

    _LOOKS = ("detach", "data.__get__", "item", "tolist", "numpy", "__float__", "copy_")

    def _saw_forward(self, short, result):
        if short not in self._LOOKS:
            super()._saw_forward(short, result)


def _number(entry):
    """A tensor of shape () as the float it holds: which of the two a learner keeps is taste."""
    fact = describe(entry)
    return fact.values[0] if isinstance(fact, TensorFact) and fact.shape == () else fact
