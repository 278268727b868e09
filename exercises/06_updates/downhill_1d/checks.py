from autograder.probing import (
    Landscape,
    journal,
    journaled,
    leaf,
    listed,
    number_in,
    one_run,
    plus,
    uses,
)

# Photos of w: a look at it is not yet a forward pass.
_LOOKS = ("detach", "data.__get__", "item", "tolist", "numpy", "__float__", "copy_")


def each_step_goes_down_its_slope(submission, case):
    return _walked_a_little(submission, case).judging(journal.way_of_loop, "w")


def history_keeps_every_place(submission, case):
    seen = _walked_a_little(submission, case)
    w, places = seen.given["w"], listed(seen.answer)
    history = [number_in(place) for place in places] or seen.answer
    facts = {"history.shares_memory": uses.shares_memory(w, *places), "history": history}
    seen.clue("holds_w", any(place is w for place in places))
    return seen.judging(journal.came_back, "w", facts)


def it_arrives_at_the_bottom(submission, case):
    seen = _walked(submission, case, 41).judging(journal.way_of_loop, "w")
    # The bottom is the same for everybody, the way to it is not.
    start = seen.journal.before("w").value.values[0]
    return seen.judging_unless_raised({"way": plus(seen.given["w"], -start)})


@one_run
def _walked_a_little(submission, case):
    # An odd number: without a learning rate every second step comes back to where it began.
    return _walked(submission, case, case.cycle(3, 5, 7, 3))


def _walked(submission, case, steps):
    w = leaf(case.uniform(-4, 1) if case.index % 2 else case.uniform(5, 9))
    parabola, lr = Landscape(lambda w: (w - 3) ** 2, w=w), case.cycle(0.1, 0.3, 0.2, 0.4)
    seen = journaled(submission.downhill_1d, w=w, lr=lr, steps=steps, beside=[parabola])
    return seen.with_clues(journal.way_told_apart, "w", submission, looks=_LOOKS)
