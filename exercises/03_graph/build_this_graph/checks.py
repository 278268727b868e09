import torch

from autograder.probing import (
    answer_or_none,
    canonical_graph,
    is_plain_tensor,
    journaled,
    leaf,
    type_in_words,
)
from autograder.probing.going_back import go_back, gradients_at_leaves
from autograder.probing.journal import anything_unrecorded, cuts
from autograder.probing.returned import tracked_in_words


def graph_is_the_one_drawn(submission, case):
    seen, returned, inputs = _built(submission, case)
    graph = canonical_graph(returned, inputs)
    seen.draw(returned, inputs)
    gradients = gradients_at_leaves(returned, case.uniform(1, 9), inputs["w"], inputs["b"])
    seen.fact("returned.graph", graph if is_plain_tensor(returned) else type_in_words(returned))
    return seen.judging({"gradients": gradients})


def result_is_calculated_in_this_order(submission, case):
    seen, returned, _ = _built(submission, case)
    return seen.judging({"returned": returned})


def gradients_reach_both_leaves(submission, case):
    seen, returned, inputs = _built(submission, case)
    x_is_tracked = inputs["x"].requires_grad
    seen.fact("returned.requires_grad", tracked_in_words(returned))
    answer_or_none(lambda: go_back(returned, 1.0))
    gradients = {f"{name}.grad": inputs[name].grad for name in ("w", "b")}
    return seen.judging(gradients | {"x.requires_grad": x_is_tracked})


def _built(submission, case):
    """What was seen of one call, what came back, and the inputs by their names."""
    # w, x and b of either sign, where tanh is far from flat and no order gives the same.
    w = leaf(case.cycle(1, -1, -1, 1) * case.uniform(0.5, 1.2))
    x = torch.tensor(case.uniform(0.4, 0.9))
    b = leaf(case.cycle(1, 1, -1, -1) * case.uniform(0.2, 0.5))
    inputs = {"w": w, "x": x, "b": b}
    seen, returned = journaled(submission.build_this_graph, **inputs)
    clues = {"cuts": cuts(seen.journal), "unrecorded": anything_unrecorded(seen.journal)}
    return seen.judging({}, clues=clues), returned, inputs
