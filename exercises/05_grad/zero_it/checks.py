from autograder.probing import Landscape, journaling, keeps_graph, leaf
from autograder.probing.journal import came_back, way_of_loop, way_told_apart


def each_step_uses_its_own_gradient(submission, case):
    seen, _, clues = _trained(submission, case)
    return seen.judging(way_of_loop(seen.journal, "W"), clues=clues)


def losses_are_numbers_from_before_each_step(submission, case):
    seen, losses, clues = _trained(submission, case)
    returned = {"returned": losses, "returned.keeps_graph": keeps_graph(losses)}
    return seen.judging(came_back(seen.journal, "W", returned), clues=clues)


def _trained(submission, case):
    """What was seen of one call, what it returned, and what tells its way from others."""
    N = case.size("N", 4, 1, 7, 3)
    W = leaf(case.tensor(*case.cycle((), (1,), (1,), ())))
    x, y = case.tensor(N), case.tensor(N)
    lr, steps = case.choice([0.02, 0.03, 0.04]), case.cycle(4, 3, 5, 3)
    losses = None
    with journaling(Landscape(lambda W: ((W * x - y) ** 2).mean(), W=W), W=W) as seen:
        losses = submission.zero_it(W, x, y, lr, steps)
    return seen, losses, way_told_apart(seen.journal, "W", submission)
