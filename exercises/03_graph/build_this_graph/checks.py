import torch

from autograder.probing import Cuts, canonical_graph, is_plain_tensor, leaf, type_in_words, watching


def graph_is_the_one_drawn(submission, case):
    w, x, b = _inputs(case)
    cuts = Cuts()
    with watching(cuts) as seen:
        returned = submission.build_this_graph(w, x, b)
        names = {"w": w, "x": x, "b": b}
        graph = canonical_graph(returned, names)
        seen.fact("returned.graph", graph if is_plain_tensor(returned) else type_in_words(returned))
        seen.draw(returned, names)
    if seen.facts["raised"] is None:
        seen.fact("gradients", _gradients(returned, [w, b], case.uniform(1, 9)))
    seen.clue("unrecorded", any(not event.grad_enabled for event in cuts.log))
    return _without_warnings(seen)


def result_is_calculated_in_this_order(submission, case):
    w, x, b = _inputs(case)
    with watching() as seen:
        returned = submission.build_this_graph(w, x, b)
        seen.returned(returned)
    return _without_warnings(seen)


def gradients_reach_both_leaves(submission, case):
    w, x, b = _inputs(case)
    cuts = Cuts()
    with watching(cuts) as seen:
        returned = submission.build_this_graph(w, x, b)
        x_is_tracked = x.requires_grad
    if seen.facts["raised"] is None:
        tracked = returned.requires_grad if is_plain_tensor(returned) else type_in_words(returned)
        seen.fact("returned.requires_grad", tracked)
        _backward(returned)
        seen.fact("w.grad", w.grad)
        seen.fact("b.grad", b.grad)
        seen.fact("x.requires_grad", x_is_tracked)
    seen.clue("unrecorded", any(not event.grad_enabled for event in cuts.log))
    return _without_warnings(seen)


def _without_warnings(seen):
    """torch's warnings about conversions come and go with its versions."""
    seen.clues.pop("warnings", None)
    return seen


def _inputs(case):
    """w, x and b of either sign, where tanh is far from flat and no order gives the same."""
    sign = case.cycle(1, -1, -1, 1)
    w = leaf(sign * case.uniform(0.5, 1.2))
    x = torch.tensor(case.uniform(0.4, 0.9))
    b = leaf(case.cycle(1, 1, -1, -1) * case.uniform(0.2, 0.5))
    return w, x, b


def _gradients(returned, leaves, number):
    """
    What *number* times the result brings to each of *leaves*, then to all others of the graph.

    None where there is no way back, or a tensor that it needs was changed meanwhile.
    """
    if not is_plain_tensor(returned) or not returned.requires_grad:
        return None
    others = [one for one in _leaves(returned) if all(one is not known for known in leaves)]
    try:
        return torch.autograd.grad((number * returned).sum(), leaves + others, allow_unused=True)
    except RuntimeError:
        return None


def _leaves(returned):
    """The tensors at which the graph ends, each once, and not more than a few of them."""
    found, waiting, budget = {}, [returned.grad_fn], 200
    while waiting and budget:
        budget -= 1
        node = waiting.pop(0)
        variable = getattr(node, "variable", None)
        if variable is not None:
            found[id(variable)] = variable
        waiting += [child for child, _ in getattr(node, "next_functions", ()) if child is not None]
    return list(found.values())


def _backward(returned):
    """Go back from *returned*; where there is no way back, no gradient will tell."""
    if not is_plain_tensor(returned) or not returned.requires_grad:
        return
    try:
        returned.sum().backward()
    except RuntimeError:
        return
