import torch

from autograder.probing import Events, leaf, plus, type_in_words, watching


def branches_are_walked_from_left_to_right(submission, case):
    a, b, c, d = (leaf(number) for number in case.floats(4, 0.5, 2))
    left = _one_of(case)(a)
    result = case.cycle(
        lambda: torch.sub(torch.exp(left), torch.mul(b, c)),
        lambda: torch.div(torch.cos(torch.add(left, b)), torch.exp(c)),
        lambda: torch.tanh(torch.sub(torch.mul(left, torch.exp(b)), torch.div(c, d))),
        lambda: torch.sqrt(_one_of(case)(torch.tanh(left))),
    )()
    return _walked(submission, case, result)


def untracked_inputs_end_the_walk(submission, case):
    a, data = leaf(case.uniform(0.5, 2)), torch.tensor(case.uniform(0.5, 2))
    inner = _one_of(case)(a)
    result = case.cycle(
        lambda: torch.add(torch.mul(data, inner), data),
        lambda: torch.mul(torch.exp(data), data),
        lambda: a,
        lambda: torch.sub(torch.div(data, torch.exp(inner)), torch.mul(data, data)),
    )()
    return _walked(submission, case, result)


def every_road_is_walked(submission, case):
    a, b = leaf(case.uniform(0.5, 2)), leaf(case.uniform(0.5, 2))
    shared = _one_of(case)(a)
    result = case.cycle(
        lambda: torch.mul(a, a),
        lambda: torch.add(torch.mul(shared, shared), b),
        lambda: torch.sub(torch.exp(shared), torch.tanh(torch.mul(b, shared))),
        lambda: torch.mul(torch.add(a, a), torch.add(shared, a)),
    )()
    return _walked(submission, case, result)


def _one_of(case):
    """An operation whose node has one input."""
    return case.choice([torch.exp, torch.sin, torch.tanh, torch.sqrt])


def _walked(submission, case, result):
    before = result.requires_grad
    calls = Events()
    with watching(calls) as seen:
        returned = submission.graph_walker(result)
        is_list = type(returned) is list or type(returned) is tuple
        names = tuple(_name(part) for part in returned[:200]) if is_list else None
        seen.fact("names", names if is_list else type_in_words(returned))
        seen.fact("names.plus", plus(len(names) if is_list else None, case.uniform(1, 99)))
    seen.fact("result.requires_grad", result.requires_grad is before)
    seen.clue("asked_for_gradient", bool(calls.named("grad.__get__")))
    # torch's warning for it comes and goes with its versions.
    seen.clues.pop("warnings", None)
    return seen


def _name(part):
    """The name of a node without its C++ namespace, which node.name() puts before some."""
    if type(part) is str:
        return part[:200].rpartition("::")[2]
    return f"<{type_in_words(part)} object>"  # a node is not its name
