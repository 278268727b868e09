from autograder.probing import Landscape, journal, journaling, one_run, plain_numbers


def each_step_goes_by_the_slope_of_its_own_place(submission, case):
    seen, reused = _descended(submission, case)
    return seen.judging(reused).judging(journal.way_of_loop, "W")


def heights_are_numbers_from_before_each_step(submission, case):
    seen, reused = _descended(submission, case)
    return seen.with_clues(reused).judging(journal.came_back, "W", plain_numbers(seen.answer))


@one_run
def _descended(submission, case):
    """What was seen of one call, and whether it went back twice through one graph."""
    N = case.size("N", 2, 1, 4, 3)
    W, valley = case.leaf(N), case.tensor(N)
    lr, steps = case.choice([0.1, 0.15, 0.2]), case.cycle(6, 3, 7, 5)
    # Only W - valley is saved for backward, so W may move under its feet.
    bend = case.cycle(lambda away: away**2, lambda away: away.cosh().log())

    def height(W):
        seen.mark("height")
        return bend(W - valley).mean()

    with journaling(Landscape(lambda W: bend(W - valley).mean(), W=W), W=W) as seen:
        seen.answer = submission.second_trip(height, W, lr, steps)
    seen.with_clues(journal.way_told_apart, "W", submission)
    seen.clue("forwards", journal.marks(seen.journal, "height"))
    return seen, {"graph_reused": journal.asked_without(seen.journal, "height")}
