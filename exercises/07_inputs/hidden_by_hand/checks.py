from autograder.probing import journal, journaled, keeps_graph, one_run, source


def both_layers_are_trained(submission, case):
    seen, way = _trained(submission, case)
    seen.judging(way).judging(journal.kept, "X", "y")
    seen.judging(journal.leaf_facts, "W1").judging(journal.leaf_facts, "W2")
    return seen.judging(journal.by_gradients, "W1", "W2")


def losses_are_numbers_from_before_each_step(submission, case):
    seen, way = _trained(submission, case)
    losses = {"returned": seen.answer, "returned.keeps_graph": keeps_graph(seen.answer)}
    return seen.judging_unless_raised(losses, way=way)


@one_run
def _trained(submission, case):
    """What was seen of one call, and how the two leaves came to where they are."""
    X, y = case.samples(5, 1, 7, 2)
    W1, W2 = case.leaf(3, 4, low=-1, high=1), case.leaf(4, 1, low=-1, high=1)
    lr, steps = case.cycle(0.05, 0.1, 0.08, 0.04), case.cycle(3, 4, 3, 5)
    seen = journaled(submission.hidden_by_hand, X=X, y=y, W1=W1, W2=W2, lr=lr, steps=steps)
    seen.with_clues(journal.detours, "W1", "W2")
    seen.clue("backward_uncalled", source.called_without_parentheses(submission, "backward"))
    seen.clue("result_dropped", source.drops_result(submission))
    return seen, journal.steps_of_leaves(seen.journal, "W1", "W2", due=steps)
