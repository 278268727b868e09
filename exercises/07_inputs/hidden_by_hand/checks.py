from autograder.probing import (
    called_without_parentheses,
    drops_result,
    journaling,
    keeps_graph,
    leaf,
)
from autograder.probing.journal import by_gradients, detours, kept, leaf_facts, steps_of_leaves


def both_layers_are_trained(submission, case):
    seen, _, way = _trained(submission, case)
    place = kept(seen.journal, "X", "y") | leaf_facts(seen.journal, "W1")
    place |= leaf_facts(seen.journal, "W2") | by_gradients(seen.journal, "W1", "W2")
    return seen.judging(way | place)


def losses_are_numbers_from_before_each_step(submission, case):
    seen, losses, way = _trained(submission, case)
    if seen.raised:  # many mistakes end in the same exception; the way parts them
        return seen.judging(way)
    return seen.judging(
        {"returned": losses, "returned.keeps_graph": keeps_graph(losses)}, clues=way
    )


def _trained(submission, case):
    """What was seen of one call, what it returned, and how the two leaves came to where they are."""
    rows = case.size("N", 5, 1, 7, 2)
    X, y = case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)
    W1, W2 = leaf(case.tensor(3, 4, low=-1, high=1)), leaf(case.tensor(4, 1, low=-1, high=1))
    lr, steps = case.cycle(0.05, 0.1, 0.08, 0.04), case.cycle(3, 4, 3, 5)
    losses = None
    with journaling(W1=W1, W2=W2, X=X, y=y) as seen:
        losses = submission.hidden_by_hand(X, y, W1, W2, lr, steps)
    journal = seen.journal
    uncalled = called_without_parentheses(submission, "backward")
    texts = {"backward_uncalled": uncalled, "result_dropped": drops_result(submission)}
    seen.judging({}, clues={**detours(journal, "W1", "W2"), **texts})
    return seen, losses, steps_of_leaves(journal, "W1", "W2", due=steps)
