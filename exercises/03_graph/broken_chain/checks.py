from autograder.probing import journal, journaled, leaf, returned
from autograder.probing.going_back import gone_back


def stretch_passes_the_gradient_on(submission, case):
    w, x = case.leaf(low=0.3, high=1.4), _data(case)
    return _clued(_gone_back(submission.stretch, case.tensor(len(x), low=0.5), w=w, x=x))


def bend_passes_the_gradient_on(submission, case):
    v = leaf(_data(case))
    return _clued(_gone_back(submission.bend, case.tensor(len(v), low=0.5), v=v))


def miss_passes_the_gradient_on(submission, case):
    prediction = leaf(_data(case))
    y, weights = case.tensor(len(prediction)), case.tensor(len(prediction), low=0.5)
    return _clued(_gone_back(submission.miss, weights, prediction=prediction, y=y))


def chain_carries_from_the_loss_to_w(submission, case):
    w, x = leaf(case.sign() * case.uniform(0.3, 1.4)), _data(case)
    seen = _gone_back(submission.broken_chain, 1.0, w=w, x=x, y=case.tensor(len(x), low=1, high=3))
    # What was used on the way is told by the other checks; here it counts where the road began.
    seen.clue("w.recorded", journal.recorded(seen.journal, "w"))
    return seen.with_clues({"unrecorded": journal.anything_unrecorded(seen.journal)})


def _data(case):
    return case.tensor(case.size("N", 3, 1, 5, 4), low=-1.5, high=1.5)


def _clued(seen):
    return seen.with_clues({"cuts": journal.cuts(seen.journal)})


def _gone_back(link, weights, **inputs):
    """Whether the road from what *link* returns leads back to its first input, and what it brings."""
    name, source = next(iter(inputs.items()))
    seen = journaled(link, **inputs)
    made_anew = returned.is_new_leaf(seen.answer) and seen.answer is not source
    seen.fact("returned.requires_grad", returned.tracked_in_words(seen.answer))
    seen.fact("returned.is_leaf", made_anew)
    seen.draw(seen.answer, {name: source})
    return gone_back(seen, weights, **{name: source}).judging({"returned": seen.answer})
