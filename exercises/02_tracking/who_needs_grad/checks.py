import torch

from autograder.probing import (
    Cuts,
    Unchanged,
    gradient_in_use,
    is_plain_tensor,
    near_misses,
    watching,
)


def only_w_requires_grad(submission, case):
    w, x, c = _inputs(case)
    cuts = Cuts()
    with watching(cuts) as seen:
        z = submission.who_needs_grad(w, x, c)
        seen.fact("z.requires_grad", z.requires_grad if is_plain_tensor(z) else None)
        seen.fact("w.requires_grad", w.requires_grad)
        seen.fact("x.requires_grad", x.requires_grad)
        seen.fact("c.requires_grad", c.requires_grad)
        seen.fact("w.is_leaf", w.is_leaf)
        # A z that was only given the flag is a leaf without a way back to w.
        seen.fact("z.is_leaf", z.is_leaf if is_plain_tensor(z) else None)
        seen.draw(z, {"w": w, "x": x, "c": c})
    torch.set_grad_enabled(True)
    if seen.facts["raised"] is None:
        number = case.uniform(1, 99)
        arrived = [gradient_in_use(tensor, number) for tensor in (w, x, c)]
        seen.fact("in_use", [_gradient_of_result(z, number), *arrived])
    _note_how(seen, submission, cuts, w)
    return seen


def fares_are_right(submission, case):
    w, x, c = _inputs(case)
    with watching(Unchanged(w), Unchanged(x), Unchanged(c)) as seen:
        seen.returned(submission.who_needs_grad(w, x, c))
    torch.set_grad_enabled(True)
    return seen


def gradient_arrives_at_w_alone(submission, case):
    w, x, c = _inputs(case)
    cuts = Cuts()
    with watching(cuts) as seen:
        z = submission.who_needs_grad(w, x, c)
        seen.clue("z_is_leaf", is_plain_tensor(z) and z.is_leaf)
        seen.draw(z, {"w": w, "x": x, "c": c})
    torch.set_grad_enabled(True)
    if seen.facts["raised"] is None:
        _backward(z)
        seen.fact("w.grad", w.grad)
        seen.fact("x.grad", x.grad)
        seen.fact("c.grad", c.grad)
    _note_how(seen, submission, cuts, w)
    return seen


def _inputs(case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    w, c = torch.tensor(case.uniform(1, 4)), torch.tensor(case.uniform(2, 6))
    return w, case.tensor(case.size("n", 3, 1, 5, 2), low=1, high=9), c


def _gradient_of_result(z, number):
    """What comes back to a *z* that was calculated with tracking; None for any other."""
    if not is_plain_tensor(z) or not z.requires_grad or z.is_leaf:
        return None
    return torch.autograd.grad((number * z).sum(), z)[0]


def _backward(z):
    """Go back from *z*; where there is no way back, no gradient will tell."""
    if not is_plain_tensor(z) or not z.requires_grad:
        return
    try:
        z.sum().backward()
    except RuntimeError:
        return


def _note_how(seen, submission, cuts, w):
    switched = cuts.named("requires_grad_", "requires_grad.__set__")
    seen.clue("w_was_switched", any(id(w) in event.inputs for event in switched))
    seen.clue("misspelt", bool(near_misses(submission.source, "requires_grad")))
    seen.clue("unrecorded", any(not event.grad_enabled for event in cuts.log))
    seen.clues.pop("warnings", None)  # a copy is a copy, with torch's warning or without
