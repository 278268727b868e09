from autograder.probing import Landscape, journal, journaled, keeps_graph, one_run


def each_step_uses_its_own_gradient(submission, case):
    return _trained(submission, case).judging(journal.way_of_loop, "W")


def losses_are_numbers_from_before_each_step(submission, case):
    seen = _trained(submission, case)
    losses = {"returned": seen.answer, "returned.keeps_graph": keeps_graph(seen.answer)}
    return seen.judging(journal.came_back, "W", losses)


@one_run
def _trained(submission, case):
    N = case.size("N", 4, 1, 7, 3)
    W = case.leaf(*case.cycle((), (1,), (1,), ()))
    x, y = case.tensor(N), case.tensor(N)
    lr, steps = case.choice([0.02, 0.03, 0.04]), case.cycle(4, 3, 5, 3)
    loss = Landscape(lambda W: ((W * x - y) ** 2).mean(), W=W)
    seen = journaled(submission.zero_it, W=W, x=x, y=y, lr=lr, steps=steps, beside=[loss])
    return seen.with_clues(journal.way_told_apart, "W", submission)
