from autograder.probing import journaled, leaf
from autograder.probing.going_back import go_back
from autograder.probing.journal import anything_unrecorded, cuts, recorded
from autograder.probing.returned import is_new_leaf, tracked_in_words


def stretch_passes_the_gradient_on(submission, case):
    w, x = leaf(case.uniform(0.3, 1.4)), _data(case)
    return _clued(_gone_back(submission.stretch, case.tensor(len(x), low=0.5), w=w, x=x))


def bend_passes_the_gradient_on(submission, case):
    v = leaf(_data(case))
    return _clued(_gone_back(submission.bend, case.tensor(len(v), low=0.5), v=v))


def miss_passes_the_gradient_on(submission, case):
    prediction = leaf(_data(case))
    y, weights = case.tensor(len(prediction)), case.tensor(len(prediction), low=0.5)
    return _clued(_gone_back(submission.miss, weights, prediction=prediction, y=y))


def chain_carries_from_the_loss_to_w(submission, case):
    w, x = leaf(case.choice([-1, 1]) * case.uniform(0.3, 1.4)), _data(case)
    y = case.tensor(len(x), low=1, high=3)
    seen = _gone_back(submission.broken_chain, 1.0, w=w, x=x, y=y)
    # What was used on the way is told by the other checks; here it counts where the road began.
    began = {"w.recorded": recorded(seen.journal, "w")}
    return seen.judging({}, clues=began | {"unrecorded": anything_unrecorded(seen.journal)})


def _data(case):
    return case.tensor(case.size("N", 3, 1, 5, 4), low=-1.5, high=1.5)


def _clued(seen):
    return seen.judging({}, clues={"cuts": cuts(seen.journal)})


def _gone_back(link, weights, **inputs):
    """Whether the road from what *link* returns leads back to its first input, and what it brings."""
    name, source = next(iter(inputs.items()))
    seen, returned = journaled(link, **inputs)
    tracked = {"returned.requires_grad": tracked_in_words(returned)}
    seen.judging(tracked | {"returned.is_leaf": is_new_leaf(returned) and returned is not source})
    seen.draw(returned, {name: source})
    with seen.asking():
        go_back(returned, weights)
    return seen.judging({f"{name}.grad": source.grad, "returned": returned})
