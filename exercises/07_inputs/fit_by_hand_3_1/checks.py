from autograder.probing import called_without_parentheses, journaling, keeps_graph, leaf
from autograder.probing.journal import (
    detached,
    kept,
    leaf_facts,
    made_trainable,
    odd,
    signs_of_leaf,
    stepped,
    sum_unless_by_hand,
)


def W_is_trained_by_its_gradient(submission, case):
    seen, _, signs = _trained(submission, case)
    journal, place = seen.journal, leaf_facts(seen.journal, "W")
    # A fused optimizer counts no versions, but that is none of the learner's doing.
    place["W.behind_autograd"] &= not stepped(journal)
    data = made_trainable(journal, "X", "y") | kept(journal, "X", "y")
    return seen.judging(signs).judging(data | place | sum_unless_by_hand(journal, "W"))


def losses_are_plain_numbers_from_before_each_step(submission, case):
    seen, losses, signs = _trained(submission, case)
    # The way is another claim's; here it tells apart programs that return or raise the same.
    if seen.raised:
        return seen.judging(odd(signs))
    returned = {"returned.keeps_graph": keeps_graph(losses), "returned": losses}
    return seen.judging(returned, clues=odd(signs))


def _trained(submission, case):
    """What was seen of one call, what it returned, and how W came to where it is."""
    rows = case.size("N", 4, 1, 7, 2)
    X, y = case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)
    W, losses = leaf(case.tensor(3, 1, low=-2, high=2)), None
    lr, steps = case.cycle(0.05, 0.08, 0.1, 0.02), case.cycle(3, 4, 3, 5)
    with journaling(W=W, X=X, y=y) as seen:
        losses = submission.fit_by_hand_3_1(X, y, W, lr, steps)
    uncalled = called_without_parentheses(submission, "backward")
    seen.clue("W.detached", seen.raised and detached(seen.journal, "W"))
    return seen, losses, signs_of_leaf(seen.journal, "W", due=steps, uncalled=uncalled)
