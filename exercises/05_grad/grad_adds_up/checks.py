import ast

from autograder.probing import Backwards, leaf, watching


def list_holds_every_grad(submission, case):
    w = leaf(case.uniform(-3, 3))
    slope, times = _slope(case), case.size("times", 3, 1, 4, 2)
    with watching(_Road(submission.source)) as seen:
        seen.returned(submission.grad_adds_up(w, slope, times))
    return seen


def w_stays_as_it_was(submission, case):
    w = leaf(case.uniform(-3, 3))
    slope, times = _slope(case), case.size("times", 5, 9, 6, 12)
    with watching(_Road(submission.source), w) as seen:
        seen.returned(submission.grad_adds_up(w, slope, times))
    return seen


def _slope(case):
    """Never near 1 or -1, where sums and powers look alike."""
    return case.choice([-1, 1]) * case.uniform(1.3, 4)


class _Road(Backwards):
    """
    Where a submission left the road that got no gradient at all.

    Predicting is as right as running, so how often autograd was asked is only
    a clue; the facts are "no" for whatever returns a list of numbers.
    """

    def __init__(self, source):
        super().__init__()
        self.source = source

    def report(self, seen):
        asked = len(self.calls())
        returned = seen.facts.get("returned")
        nothing = seen.facts["raised"] is not None or (
            type(returned) is tuple and any(part is None for part in returned)
        )
        named, used = _mentions_of_backward(self.source)
        warned = any("not a leaf Tensor" in line for line in seen.clues["warnings"])
        seen.fact("backward.only_named", nothing and asked == 0 and named)
        seen.fact("backward.result_used", nothing and asked > 0 and used)
        seen.fact("gradient.read_too_early", nothing and asked == 0 and not named)
        seen.fact("gradient.of_intermediate", nothing and warned)
        seen.clue("backwards", asked)


def _mentions_of_backward(source):
    """Whether ``backward`` stands somewhere uncalled, and whether a call of it is used as a value."""
    nodes = list(ast.walk(ast.parse(source)))
    mentions = [n for n in nodes if isinstance(n, ast.Attribute) and n.attr == "backward"]
    calls = {id(n.func): n for n in nodes if isinstance(n, ast.Call)}
    alone = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    named = any(id(mention) not in calls for mention in mentions)
    used = any(id(m) in calls and id(calls[id(m)]) not in alone for m in mentions)
    return named, used
