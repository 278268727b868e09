import torch

from autograder.probing import canonical_graph, gradient_in_use, journaled, journaling, leaf
from autograder.probing.going_back import go_back
from autograder.probing.journal import anything_unrecorded, kept
from autograder.probing.returned import tracked_in_words


def ball_is_followed_to_its_last_bounce(submission, case):
    x, w = _fall(case)
    seen, height = journaled(submission.branch_and_loop, x=torch.tensor(x), w=leaf(w))
    return seen.judging({"returned": height})


def gradient_follows_the_way_taken(submission, case):
    x, w = _fall(case)
    w = leaf(w)
    seen, height = journaled(submission.branch_and_loop, torch.tensor(x), w)
    clues = {"graph": canonical_graph(height, {"w": w})}
    clues["unrecorded"] = anything_unrecorded(seen.journal)
    with seen.asking():
        go_back(height)
    tracked = {"returned.requires_grad": tracked_in_words(height)}
    return seen.judging(tracked | {"w.grad": w.grad}, clues=clues)


def every_fall_has_its_own_graph(submission, case):
    (x, _), (other_x, w) = (_fall(case, bounces) for bounces in ((0, 1), (2, 6)))
    x, other_x, w, results, gradients = torch.tensor(x), torch.tensor(other_x), leaf(w), [], []
    with journaling(w=w, x=x) as seen:
        results += [submission.branch_and_loop(data, w) for data in (x, other_x, x)]
    with seen.asking():
        # Built one after the other, gone back from in the reverse order.
        for result in reversed(results):
            w.grad = None
            go_back(result)
            gradients.append(w.grad)
    facts = {"x.requires_grad": x.requires_grad, "gradients": gradients}
    number = case.uniform(1, 99)
    used = [gradient_in_use(w, number), gradient_in_use(x, number)]
    return seen.judging(kept(seen.journal, "w", "x") | facts | {"in_use": used})


def _fall(case, bounces=None):
    """A height and a share with that many bounces in the loop, and no close call on the way."""
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
