import torch

from autograder.probing import (
    Backwards,
    Gradients,
    Unchanged,
    called_without_parentheses,
    keeps_graph,
    leaf,
    watching,
)


def trays_bring_the_gradient_of_one_big_batch(submission, case):
    W, trays = leaf(case.uniform(-3, 3)), _trays(case)
    seen, _ = _baked(submission, W, trays)
    return seen


def old_gradients_stay_out(submission, case):
    W = leaf(case.uniform(-3, 3))
    W.grad = torch.tensor(case.uniform(5, 9))  # left there by somebody else
    trays = _trays(case)
    seen, _ = _baked(submission, W, trays)
    return seen


def mean_loss_is_a_plain_number(submission, case):
    W, trays = leaf(case.uniform(-3, 3)), _trays(case)
    seen, loss = _baked(submission, W, trays)
    how = {name: fact for name, fact in seen.facts.items() if name != "raised"}
    raised = seen.facts["raised"]
    seen.facts.clear()
    seen.facts["raised"] = raised
    if raised is None:
        seen.fact("returned.keeps_graph", keeps_graph(loss))
        seen.returned(loss)
        seen.clues.update(how)  # judged by the other checks
    else:  # several mistakes end in the same exception; these facts part them
        seen.facts.update(how)
    return seen


def _trays(case):
    """Trays of unequal and of equal sizes, a single loaf and a single tray among them."""
    sizes = case.cycle((3, 1, 2), (5, 5), (4,), (1, 6, 2, 2))
    case.sizes["trays"] = len(sizes)
    case.sizes["N"] = sum(sizes)
    return [(case.tensor(n), case.tensor(n)) for n in sizes]


def _baked(submission, W, trays):
    """What was seen of one call, and what it returned."""
    oven = _Oven(W, max(len(x) for x, _ in trays))
    loss = None
    # A learner may switch recording off for good; the next case starts with it on.
    with torch.enable_grad(), watching(oven, Unchanged(W)) as seen:
        loss = submission.accumulate_on_purpose(W, trays)
    uncalled = called_without_parentheses(submission.source, "backward")
    seen.fact("backward_uncalled", not oven.calls() and uncalled)
    seen.fact("W.grad", W.grad)
    seen.fact("W.requires_grad", W.requires_grad)
    if seen.facts["raised"] is None:
        passes = len(oven.fresh)
        seen.fact("share_of_a_pass", W.grad / passes if W.grad is not None and passes else None)
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, loss


class _Oven(Gradients, Backwards):
    """
    How the trays went through.

    Facts: ``glued``, some tensor was larger than the largest tray; ``backwards``;
    ``backward.misses_W``, one of them brought W no gradient.
    """

    def __init__(self, W, largest):
        Gradients.__init__(self, W, "W")
        Backwards.__init__(self)
        self._largest = largest
        self._glued = False

    def start(self):
        Gradients.start(self)
        Backwards.start(self)

    def stop(self):
        Backwards.stop(self)
        Gradients.stop(self)

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        if type(result) is torch.Tensor and result.dim() > 0:
            self._glued |= len(result) > self._largest

    def report(self, seen):
        asked = len(self.calls())
        seen.fact("glued", self._glued)
        seen.fact("backwards", asked)
        seen.fact("backward.misses_W", asked > len(self.fresh))
