from autograder.probing import (
    Landscape,
    describe,
    is_plain_tensor,
    journal,
    journaled,
    leaf,
    one_run,
    uses,
)


def steps_move_the_callers_W(submission, case):
    return _minimised(submission, case).judging(journal.way_of_loop, "W")


def the_same_trainable_W_comes_back(submission, case):
    seen = _minimised(submission, case)
    W, result, after = seen.given["W"], seen.answer, seen.journal.after("W")
    number, numbers = case.uniform(1, 99), case.floats(2, 1, 99)
    facts = {"returned.is_W": result is W, "returned": result}
    if is_tensor := is_plain_tensor(result):
        facts |= {"returned.requires_grad": result.requires_grad}
        facts |= {"returned.is_leaf": result.is_leaf}
    is_copy = is_tensor and result is not W and describe(result) == describe(W)
    facts |= {"copy_comes_back": is_copy, "W.requires_grad": after.requires_grad}
    facts |= {"W.is_leaf": after.is_leaf, "W.replaced_by": journal.replaced_by(seen.journal, "W")}
    facts |= journal.in_use(seen.journal, "W")
    facts |= {"returned.in_use": uses.gradient_in_use(result, number)}
    seen.judging(journal.came_back, "W", facts)
    # What is written into W last of all shows in what came back, if that is W.
    return seen.judging_unless_raised({"read_back": uses.read_back((result, W), numbers)})


@one_run
def _minimised(submission, case):
    W = leaf(1 + case.tensor(*case.cycle((2, 1), (), (4,), (1,))))
    # An odd number: without a learning rate every second step comes back to where it began.
    lr, steps = case.cycle(0.1, 0.2, 0.05, 0.3), case.cycle(3, 5, 5, 3)
    bowl = Landscape(lambda W: ((W - 1) ** 2).sum(), W=W)
    seen = journaled(submission.rebind_trap, W=W, lr=lr, steps=steps, beside=[bowl])
    return seen.with_clues(journal.way_told_apart, "W", submission)
