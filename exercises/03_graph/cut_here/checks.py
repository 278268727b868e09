import torch

from autograder.probing import (
    Events,
    Unchanged,
    ask,
    canonical_graph,
    gradient_in_use,
    is_plain_tensor,
    leaf,
    type_in_words,
    watching,
)


def one_road_leads_back(submission, case):
    x = _trays(case)
    calls = _Calls()
    with watching(calls) as seen:
        z = submission.cut_here(x)
        seen.fact("roads", _roads(z, x))
        seen.clue("graph", canonical_graph(z, {"x": x}) if is_plain_tensor(z) else "")
        seen.draw(z, {"x": x})
        _go_back(z)
        seen.fact("x.grad", x.grad)
    return seen


def cut_changes_no_number(submission, case):
    x = _trays(case)
    calls = _Calls()
    with watching(calls) as seen:
        seen.returned(submission.cut_here(x))
    return seen


def x_stays_as_it_was(submission, case):
    x = _trays(case)
    calls = _Calls()
    with watching(Unchanged(x), calls) as seen:
        for _ in range(2):
            z = submission.cut_here(x)
    seen.fact("x.requires_grad", x.requires_grad)
    seen.fact("by_data", bool(calls.named("data.__get__")))
    if seen.facts["raised"] is None:
        # Whoever returns nothing has left x alone, too, but hasn't done anything.
        used = is_plain_tensor(z) and gradient_in_use(x, case.uniform(1, 9) * x.detach())
        seen.fact("x.in_use", used)
    return seen


def _trays(case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    return leaf(case.tensor(*case.cycle((), (3,), (1,), (2, 4)), low=1.2, high=4))


def _roads(z, x):
    """How many ways lead from *z* back to *x*; the type of a *z* that is no tensor."""
    if not is_plain_tensor(z):
        return type_in_words(z)
    count, waiting, budget = 0, [z.grad_fn], 200
    while waiting and budget:
        budget -= 1
        node = waiting.pop()
        if node is not None:
            count += getattr(node, "variable", None) is x
            waiting += [child for child, _ in node.next_functions]
    return count


def _go_back(z):
    """Go back from *z*; where no road leads back, x.grad will tell."""
    if is_plain_tensor(z) and z.requires_grad:
        ask(lambda: z.sum().backward())


class _Calls(Events):
    """Clues to how the cut was tried: programs that leave the same graph differ in them."""

    _TELLING = ("detach", "detach_", "requires_grad_", "clone", "item", "numpy")

    def report(self, seen):
        used = {event.short_name for event in self.named(*self._TELLING)}
        seen.clue("used", tuple(sorted(used)))
        seen.clue("unrecorded", any(not event.grad_enabled for event in self.log))
