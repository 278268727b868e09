from autograder.probing import (
    Landscape,
    describe,
    gradient_in_use,
    is_plain_tensor,
    journaling,
    leaf,
    read_back,
)
from autograder.probing.journal import came_back, in_use, replaced_by, way_of_loop, way_told_apart


def steps_move_the_callers_W(submission, case):
    seen, _, _, clues = _minimised(submission, case)
    return seen.judging(way_of_loop(seen.journal, "W"), clues=clues)


def the_same_trainable_W_comes_back(submission, case):
    seen, W, result, clues = _minimised(submission, case)
    journal, number, numbers = seen.journal, case.uniform(1, 99), case.floats(2, 1, 99)
    is_tensor = is_plain_tensor(result)
    facts = {"returned.is_W": result is W, "returned": result}
    if is_tensor:
        facts["returned.requires_grad"] = result.requires_grad
        facts["returned.is_leaf"] = result.is_leaf
    facts |= {
        "copy_comes_back": is_tensor and result is not W and describe(result) == describe(W),
        "W.requires_grad": journal.after("W").requires_grad,
        "W.is_leaf": journal.after("W").is_leaf,
        "W.replaced_by": replaced_by(journal, "W"),
        **in_use(journal, "W"),
        "returned.in_use": gradient_in_use(result, number),
    }
    seen.judging(came_back(journal, "W", facts), clues=clues)
    # What is written into W last of all shows in what came back, if that is W.
    written = {} if seen.raised else {"read_back": read_back((result, W), numbers)}
    return seen.judging(written)


def _minimised(submission, case):
    """What was seen of one call, its W, what came back, and what tells its way from others."""
    W, result = leaf(1 + case.tensor(*case.cycle((2, 1), (), (4,), (1,)))), None
    # An odd number: without a learning rate every second step comes back to where it began.
    lr, steps = case.cycle(0.1, 0.2, 0.05, 0.3), case.cycle(3, 5, 5, 3)
    with journaling(Landscape(lambda W: ((W - 1) ** 2).sum(), W=W), W=W) as seen:
        result = submission.rebind_trap(W, lr, steps)
    return seen, W, result, way_told_apart(seen.journal, "W", submission)
