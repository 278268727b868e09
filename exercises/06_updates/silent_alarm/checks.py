import ast

import torch

from autograder.probing import (
    Backwards,
    Cuts,
    Leaf,
    Silent,
    Unchanged,
    leaf,
    plus,
    read_back,
    watching,
)


def gradient_belongs_to_the_old_settings(submission, case):
    seen, returned, _, asked = _set(submission, case)
    if seen.facts["raised"] is None:
        seen.fact("autograd.asked", asked)
        seen.returned(returned)
        seen.fact("returned.plus", plus(returned, case.uniform(1, 99)) if asked else None)
    return seen


def settings_change_where_autograd_sees_it(submission, case):
    seen, returned, watchers, asked = _set(submission, case)
    if seen.facts["raised"] is None:
        for watcher in watchers:
            watcher.report(seen)
        x, new = (watcher.tensor for watcher in watchers)
        seen.fact("shared_memory", x.data_ptr() == new.data_ptr())
        seen.fact("noticed", None if seen.facts["x.behind_autograd"] else x)
        seen.fact("read_back", read_back((x, new), case.floats(2, 1, 99)))
        seen.clue("autograd.asked", asked)
        seen.clue("returned", returned)
    return seen


def _set(submission, case):
    """What was seen of one call, what it returned, who watched the tensors, was autograd asked."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    x = leaf(case.tensor(*case.cycle((), (3,), (2, 1), (1,)), low=1, high=4))
    new = case.tensor(*x.shape, low=5, high=12)
    calls, cuts = Backwards(), Cuts()
    watchers = [Leaf(x, "x"), Unchanged(new, "new")]
    returned = None
    with watching(Silent(calls), cuts, *map(Silent, watchers)) as seen:
        returned = submission.silent_alarm(x, new)
    torch.set_grad_enabled(True)
    seen.clue("names_x_anew", _assigns(submission.source, "x"))
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, returned, watchers, bool(calls.calls())


def _assigns(source, name):
    """Whether the name is given to something else: nothing that torch could notice."""
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in ast.walk(ast.parse(source))
    )
