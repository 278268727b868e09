import torch

from autograder.probing import answer_or_none, gradient_in_use, journaled
from autograder.probing.going_back import go_back, gradient_at_result
from autograder.probing.journal import (
    anything_unrecorded,
    computed_from,
    cuts,
    kept,
    recorded,
    tracking_switched,
)
from autograder.probing.returned import is_leaf_of, requires_grad_of
from autograder.probing.source import tracking_typos


def only_w_requires_grad(submission, case):
    seen, z, inputs = _charged(submission, case)
    seen.draw(z, inputs)
    tensors, number = {"z": z, **inputs}, case.uniform(1, 99)
    flags = {f"{name}.requires_grad": requires_grad_of(one) for name, one in tensors.items()}
    # A z that was only given the flag is a leaf without a way back to w.
    leaves = {f"{name}.is_leaf": is_leaf_of(tensors[name]) for name in ("w", "z")}
    arrived = [gradient_in_use(one, number) for one in inputs.values()]
    return seen.judging({**flags, **leaves, "in_use": [gradient_at_result(z, number), *arrived]})


def fares_are_right(submission, case):
    seen, z, inputs = _charged(submission, case)
    return seen.judging({"returned": z} | kept(seen.journal, *inputs))


def gradient_arrives_at_w_alone(submission, case):
    seen, z, inputs = _charged(submission, case)
    seen.draw(z, inputs)
    seen.clue("z_is_leaf", is_leaf_of(z))
    answer_or_none(lambda: go_back(z, 1.0))
    return seen.judging({f"{name}.grad": one.grad for name, one in inputs.items()})


def _charged(submission, case):
    w, c = torch.tensor(case.uniform(1, 4)), torch.tensor(case.uniform(2, 6))
    x = case.tensor(case.size("n", 3, 1, 5, 2), low=1, high=9)
    inputs = {"w": w, "x": x, "c": c}
    seen, z = journaled(submission.who_needs_grad, **inputs)
    clues = {
        "cuts": cuts(seen.journal),
        "w_was_switched": tracking_switched(seen.journal, "w"),
        "unrecorded": anything_unrecorded(seen.journal),
        "w_was_used": bool(computed_from(seen.journal, "w")),
        "w_was_followed": recorded(seen.journal, "w"),
    }
    return seen.judging({}, clues=clues | tracking_typos(submission)), z, inputs
