from autograder.probing import (
    answer_or_none,
    facts,
    graphs,
    journal,
    journaled,
    leaf,
    one_run,
    returned,
)
from autograder.probing.going_back import go_back, gradients_at_leaves


def graph_is_the_one_drawn(submission, case):
    seen = _built_once(submission, case)
    graph = graphs.canonical_graph(seen.answer, seen.given)
    seen.draw(seen.answer, seen.given)
    w, _, b = seen.given.values()
    gradients = gradients_at_leaves(seen.answer, case.uniform(1, 9), w, b)
    shown = graph if facts.is_plain_tensor(seen.answer) else facts.type_in_words(seen.answer)
    return seen.judging({"returned.graph": shown, "gradients": gradients})


def result_is_calculated_in_this_order(submission, case):
    return _built_once(submission, case).judging_answer()


def gradients_reach_both_leaves(submission, case):
    seen = _built(submission, case)
    seen.fact("returned.requires_grad", returned.tracked_in_words(seen.answer))
    answer_or_none(lambda: go_back(seen.answer, 1.0))
    seen.judging({f"{name}.grad": seen.given[name].grad for name in ("w", "b")})
    return seen.judging({"x.requires_grad": seen.given["x"].requires_grad})


@one_run
def _built_once(submission, case):
    return _built(submission, case)


def _built(submission, case):
    # w, x and b of either sign, where tanh is far from flat and no order gives the same.
    w = leaf(case.cycle(1, -1, -1, 1) * case.uniform(0.5, 1.2))
    x = case.tensor(low=0.4, high=0.9)
    b = leaf(case.cycle(1, 1, -1, -1) * case.uniform(0.2, 0.5))
    seen = journaled(submission.build_this_graph, w=w, x=x, b=b)
    unrecorded = journal.anything_unrecorded(seen.journal)
    return seen.with_clues({"cuts": journal.cuts(seen.journal), "unrecorded": unrecorded})
