import torch

from autograder.probing import (
    Events,
    Unchanged,
    ask,
    canonical_graph,
    gradient_in_use,
    is_plain_tensor,
    leaf,
    type_in_words,
    watching,
)


def ball_is_followed_to_its_last_bounce(submission, case):
    x, w = _fall(case)
    with watching() as seen:
        seen.returned(submission.branch_and_loop(torch.tensor(x), leaf(w)))
    return _without_warnings(seen)


def gradient_follows_the_way_taken(submission, case):
    x, w = _fall(case)
    x, w = torch.tensor(x), leaf(w)
    calls = Events()
    with watching(calls) as seen:
        h = submission.branch_and_loop(x, w)
        tracked = h.requires_grad if is_plain_tensor(h) else type_in_words(h)
        seen.fact("returned.requires_grad", tracked)
        seen.clue("graph", canonical_graph(h, {"w": w}))
        _go_back(h)
        seen.fact("w.grad", w.grad)
    seen.clue("unrecorded", any(not event.grad_enabled for event in calls.log))
    return _without_warnings(seen)


def every_fall_has_its_own_graph(submission, case):
    falls = [_fall(case, bounces) for bounces in ((0, 1), (2, 6))]
    x, other_x = torch.tensor(falls[0][0]), torch.tensor(falls[1][0])
    w = leaf(falls[1][1])
    gradients = []
    with watching(Unchanged(w), Unchanged(x)) as seen:
        # Built one after the other, gone back from in the reverse order.
        results = [submission.branch_and_loop(data, w) for data in (x, other_x, x)]
        for result in reversed(results):
            w.grad = None
            _go_back(result)
            gradients.append(w.grad)
    seen.fact("x.requires_grad", x.requires_grad)
    seen.fact("gradients", tuple(gradients))
    if seen.facts["raised"] is None:
        number = case.uniform(1, 99)
        seen.fact("in_use", [gradient_in_use(w, number), gradient_in_use(x, number)])
    return _without_warnings(seen)


def _fall(case, bounces=None):
    """A height and a share with that many bounces in the loop, and no close call on the way."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    on_stone = case.cycle(True, False)
    low, high = bounces or case.cycle((1, 2), (0, 0), (0, 0), (1, 2), (3, 9), (2, 2))
    while True:
        x = case.uniform(3.2, 14) if on_stone else case.uniform(0.6, 2.8)
        w = case.uniform(0.2, 0.85) if on_stone else case.uniform(0.4, 0.95)
        h, count, close = w * x if on_stone else w * w * x, 0, False
        while h > 1 and count < 20:
            close |= abs(h - 1) < 0.02
            h, count = w * h, count + 1
        if low <= count <= high and not close and abs(h - 1) > 0.02:
            return x, w


def _go_back(h):
    """Go back from *h*; where no road leads back, no gradient will tell."""
    if is_plain_tensor(h) and h.requires_grad:
        ask(lambda: h.backward())


def _without_warnings(seen):
    """torch's warnings about conversions come and go with its versions."""
    seen.clues.pop("warnings", None)
    return seen
