from autograder.probing import (
    data,
    gradient_in_use,
    graphs,
    journal,
    journaled,
    journaling,
    leaf,
    one_run,
)
from autograder.probing.going_back import go_back, gone_back
from autograder.probing.monomials import knows_whole_power, same_power
from autograder.probing.returned import tracked_in_words

_STONE, _CARPET, _EDGE, _NEXT_TO_IT = (3.2, 14.0), (0.6, 2.8), (3.0, 3.0), (3.04, 3.1)


def ball_is_followed_to_its_last_bounce(submission, case):
    seen, *_ = _followed(submission, case)
    return seen.judging_answer()


def gradient_follows_the_way_taken(submission, case):
    seen, x, share = _followed(submission, case)
    w = seen.given["w"]
    seen.clue("graph", graphs.canonical_graph(seen.answer, {"w": w}))
    seen.clue("unrecorded", journal.anything_unrecorded(seen.journal))
    seen.fact("returned.requires_grad", tracked_in_words(seen.answer))
    gone_back(seen, w=w)
    return seen.judging({"knows_all": knows_whole_power(w.grad, seen.answer, x, share)})


def every_fall_has_its_own_graph(submission, case):
    (low, _), (high, share) = (_fall(case, bounces) for bounces in ((0, 1), (2, 6)))
    x, other_x, w, results, gradients = data(low), data(high), leaf(share), [], []
    with journaling(w=w, x=x) as seen:
        results += [submission.branch_and_loop(one, w) for one in (x, other_x, x)]
    with seen.asking():
        # Built one after the other, gone back from in the reverse order.
        for result in reversed(results):
            w.grad = None
            go_back(result)
            gradients.append(w.grad)
    seen.judging(journal.kept, "w", "x").judging({"x.requires_grad": x.requires_grad})
    seen.judging({"as_long": same_power(results, (low, high), share), "gradients": gradients})
    return seen.judging({"in_use": [gradient_in_use(one, case.uniform(1, 99)) for one in (w, x)]})


@one_run
def _followed(submission, case):
    """What was seen of one fall, and from what height with which share."""
    x, share = _fall(case)
    return journaled(submission.branch_and_loop, x=data(x), w=leaf(share)), x, share


def _fall(case, bounces=None):
    """A height and a share with that many bounces in the loop; none lands near 1, but exactly there."""
    turns = [(_STONE, 1, 2), (_CARPET, 0, 0), (_NEXT_TO_IT, 0, 0), (_CARPET, 1, 2), (_STONE, 3, 9)]
    turns += [(_CARPET, 2, 2), (_EDGE, 0, 0), (_STONE, 1, 3)]
    heights, low, high = case.cycle(*turns)
    low, high = bounces or (low, high)
    if case.index % len(turns) == 7 and not bounces:
        return case.choice([(4.0, 0.5), (8.0, 0.5), (16.0, 0.25)])  # lands at exactly 1
    while True:
        # Where the ball bounces once more anyway, stone and carpet give the same.
        x, w = case.uniform(*heights), case.uniform(0.2, 0.95 if high else 0.32)
        landings = [w * x if x > 3 else w * w * x]
        while landings[-1] > 1 and len(landings) < 20:
            landings.append(w * landings[-1])
        if low < len(landings) <= high + 1 and all(abs(h - 1) > 0.02 for h in landings):
            return x, w
