from autograder.probing import Landscape, journaling, leaf, listed, number_in, plus, shares_memory
from autograder.probing.journal import came_back, way_of_loop, way_told_apart

# Photos of w: a look at it is not yet a forward pass.
_LOOKS = ("detach", "data.__get__", "item", "tolist", "numpy", "__float__", "copy_")


def each_step_goes_down_its_slope(submission, case):
    seen, _, _, clues = _walked(submission, case, case.cycle(3, 5, 4, 2))
    return seen.judging(way_of_loop(seen.journal, "w"), clues=clues)


def history_keeps_every_place(submission, case):
    # An odd number: without a learning rate every second step comes back to where it began.
    seen, w, history, clues = _walked(submission, case, case.cycle(3, 5, 7, 3))
    places = listed(history)
    facts = {
        "history.shares_memory": shares_memory(w, *places),
        "history": [number_in(place) for place in places] or history,
    }
    holds_w = {"holds_w": any(place is w for place in places)}
    return seen.judging(came_back(seen.journal, "w", facts), clues=clues | holds_w)


def it_arrives_at_the_bottom(submission, case):
    seen, w, _, clues = _walked(submission, case, 41)
    seen.judging(way_of_loop(seen.journal, "w"), clues=clues)
    # The bottom is the same for everybody, the way to it is not.
    start = seen.journal.before("w").value.values[0]
    return seen if seen.raised else seen.judging({"way": plus(w, -start)})


def _walked(submission, case, steps):
    """What was seen of one call, its w, what came back, and what tells its way from others."""
    w = leaf(case.uniform(-4, 1) if case.index % 2 else case.uniform(5, 9))
    history = None
    with journaling(Landscape(lambda w: (w - 3) ** 2, w=w), w=w) as seen:
        history = submission.downhill_1d(w, case.cycle(0.1, 0.3, 0.2, 0.4), steps)
    return seen, w, history, way_told_apart(seen.journal, "w", submission, looks=_LOOKS)
