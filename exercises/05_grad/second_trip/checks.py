from autograder.probing import Landscape, journaling, keeps_graph, leaf
from autograder.probing.journal import asked_without, came_back, marks, way_of_loop, way_told_apart


def each_step_goes_by_the_slope_of_its_own_place(submission, case):
    seen, _, reused, clues = _descended(submission, case)
    return seen.judging(reused | way_of_loop(seen.journal, "W"), clues=clues)


def heights_are_numbers_from_before_each_step(submission, case):
    seen, heights, reused, clues = _descended(submission, case)
    returned = {"returned.keeps_graph": keeps_graph(heights), "returned": heights}
    return seen.judging(came_back(seen.journal, "W", returned), clues=reused | clues)


def _descended(submission, case):
    """What was seen of one call, what it returned, and what tells its way from others."""
    N = case.size("N", 2, 1, 4, 3)
    W, valley = leaf(case.tensor(N)), case.tensor(N)
    lr, steps = case.choice([0.1, 0.15, 0.2]), case.cycle(6, 3, 7, 5)
    # Only W - valley is saved for backward, so W may move under its feet.
    bend = case.cycle(lambda away: away**2, lambda away: away.cosh().log())

    def height(W):
        seen.mark("height")
        return height_of(W)

    def height_of(W):
        return bend(W - valley).mean()

    heights = None
    with journaling(Landscape(height_of, W=W), W=W) as seen:
        heights = submission.second_trip(height, W, lr, steps)
    journal = seen.journal
    clues = way_told_apart(journal, "W", submission) | {"forwards": marks(journal, "height")}
    return seen, heights, {"graph_reused": asked_without(journal, "height")}, clues
