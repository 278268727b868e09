import torch

from autograder.probing import Cuts, ask, is_plain_tensor, leaf, type_in_words, watching


def stretch_passes_the_gradient_on(submission, case):
    w, x = leaf(case.uniform(0.3, 1.4)), _data(case)
    cuts = Cuts()
    with watching(cuts) as seen:
        returned = submission.stretch(w, x)
        _tell(seen, returned, "w", w, case.tensor(len(x), low=0.5))
    return _without_warnings(seen)


def bend_passes_the_gradient_on(submission, case):
    v = leaf(_data(case))
    with watching(Cuts()) as seen:
        returned = submission.bend(v)
        _tell(seen, returned, "v", v, case.tensor(len(v), low=0.5))
    return _without_warnings(seen)


def miss_passes_the_gradient_on(submission, case):
    prediction = leaf(_data(case))
    y = case.tensor(len(prediction))
    with watching(Cuts()) as seen:
        returned = submission.miss(prediction, y)
        _tell(seen, returned, "prediction", prediction, case.tensor(len(y), low=0.5))
    return _without_warnings(seen)


def chain_carries_from_the_loss_to_w(submission, case):
    w, x = leaf(case.choice([-1, 1]) * case.uniform(0.3, 1.4)), _data(case)
    y = case.tensor(len(x), low=1, high=3)
    calls = Cuts()
    with watching(calls) as seen:
        returned = submission.broken_chain(w, x, y)
        _tell(seen, returned, "w", w, torch.tensor(1.0))
    # What was used on the way is told by the other checks; here it counts where the road began.
    seen.clues.pop("cuts", None)
    uses = [event for event in calls.log if id(w) in event.inputs]
    seen.clue("w.recorded", any(event.tracked for event in uses))
    seen.clue("unrecorded", any(not event.grad_enabled for event in calls.log))
    return _without_warnings(seen)


def _data(case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    return case.tensor(case.size("N", 3, 1, 5, 4), low=-1.5, high=1.5)


def _tell(seen, returned, name, source, weights):
    """Whether the road from *returned* leads back to *source*, and what comes along it."""
    plain = is_plain_tensor(returned)
    seen.fact(
        "returned.requires_grad", returned.requires_grad if plain else type_in_words(returned)
    )
    # Only where it is tracked does it tell a result from a tensor that was made anew.
    new_leaf = plain and returned.requires_grad and returned.is_leaf
    seen.fact("returned.is_leaf", new_leaf)
    seen.draw(returned, {name: source})
    if plain and returned.requires_grad:
        ask(lambda: (returned * weights).sum().backward())
    seen.fact(f"{name}.grad", source.grad)
    seen.returned(returned)


def _without_warnings(seen):
    """torch's warnings about such conversions come and go with its versions."""
    seen.clues.pop("warnings", None)
    return seen
