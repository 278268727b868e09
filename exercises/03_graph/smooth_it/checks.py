import torch

from autograder.probing import Cuts, ask, is_plain_tensor, leaf, type_in_words, watching


def loss_has_a_slope(submission, case):
    w, b, x, t = _flap(case)
    cuts = Cuts()
    with watching(cuts) as seen:
        loss = submission.smooth_it(w, b, x, t)
        plain = is_plain_tensor(loss)
        seen.fact("returned.requires_grad", loss.requires_grad if plain else type_in_words(loss))
        # Only where it is tracked does it tell a result from a tensor that was made anew.
        seen.fact("returned.is_leaf", plain and loss.requires_grad and loss.is_leaf)
        _go_back(loss)
        seen.fact("w.grad", w.grad)
        seen.fact("b.grad", b.grad)
    seen.clue("unrecorded", any(not event.grad_enabled for event in cuts.log))
    return _without_warnings(seen)


def loss_is_the_mean_square(submission, case):
    w, b, x, t = _flap(case)
    with watching(w, b) as seen:
        seen.returned(submission.smooth_it(w, b, x, t))
    return _without_warnings(seen)


def flap_learns_from_it(submission, case):
    torch.set_grad_enabled(True)
    N, opens_for = case.size("N", 5, 1, 8, 4), case.cycle("heavy", "light")
    sides = [case.choice([-1, 1]) for _ in range(N)]
    x = torch.tensor([side * case.uniform(1, 2.5) for side in sides])
    t = ((x > 0) if opens_for == "heavy" else (x < 0)).float()
    # At first every decision is wrong.
    w, b = leaf(-0.5 if opens_for == "heavy" else 0.5), leaf(0.0)
    with watching() as seen:
        for _ in range(40):
            w.grad = b.grad = None
            _go_back(submission.smooth_it(w, b, x, t))
            with torch.no_grad():
                for parameter in (w, b):
                    if parameter.grad is not None:
                        parameter.sub_(parameter.grad)
    with torch.no_grad():
        opened = w * x + b > 0
        seen.fact("mistakes_left", int((opened.float() != t).sum()))
        seen.fact("visitors", torch.where(opened, x, -x))
    return _without_warnings(seen)


def _flap(case):
    """Scores of either sign, none so large that the sigmoid is flat."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    N = case.size("N", 4, 1, 6, 3)
    w, b = case.choice([-1, 1]) * case.uniform(0.4, 1.2), case.uniform(-0.6, 0.6)
    t = torch.tensor([float(case.integer(0, 1)) for _ in range(N)])
    return leaf(w), leaf(b), case.tensor(N, low=-2, high=2), t


def _go_back(loss):
    """Go back from *loss* as the caller does; where there is no way back, no gradient arrives."""
    if is_plain_tensor(loss) and loss.requires_grad:
        ask(lambda: loss.backward())


def _without_warnings(seen):
    """torch's warnings about conversions come and go with its versions."""
    seen.clues.pop("warnings", None)
    return seen
