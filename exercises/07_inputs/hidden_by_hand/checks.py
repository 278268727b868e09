import torch

from autograder.probing import (
    GradientsPerStep,
    Leaf,
    Seen,
    Silent,
    Steps,
    Unchanged,
    called_without_parentheses,
    keeps_graph,
    leaf,
    watching,
)

# What Steps says of one leaf; here each becomes the names of the leaves of which it is true.
_OF_ONE = (
    "stale_gradient", "by_hand", "gradient_missed", "gradient_unused",
    "emptied_too_early", "step_without_gradient",
)  # fmt: skip


def both_layers_are_trained(submission, case):
    training = _Training(submission, case)
    training.tell_of_the_road(training.seen.fact)
    for watcher in (*training.data, *training.leaves):
        watcher.report(training.seen)
    training.tell_what_gradients_did()
    return training.seen


def losses_are_numbers_from_before_each_step(submission, case):
    training = _Training(submission, case)
    seen = training.seen
    if seen.facts["raised"] is None:
        seen.returned(training.losses)
        seen.fact("returned.keeps_graph", keeps_graph(training.losses))
        training.tell_of_the_road(seen.clue)  # judged by the other check
    else:  # many mistakes end in the same exception; these facts part them
        training.tell_of_the_road(seen.fact)
    return seen


class _Training:
    """One call, and what was seen of it."""

    def __init__(self, submission, case):
        torch.set_grad_enabled(True)  # whatever an earlier call left behind
        rows = case.size("N", 5, 1, 7, 2)
        X, y = case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)
        W1 = leaf(case.tensor(3, 4, low=-1, high=1))
        W2 = leaf(case.tensor(4, 1, low=-1, high=1))
        lr, steps = case.cycle(0.05, 0.1, 0.08, 0.04), case.cycle(3, 4, 3, 5)
        self.leaves = [Leaf(W1, "W1"), Leaf(W2, "W2")]
        self._steps = [Steps(W1, "W1"), Steps(W2, "W2")]
        self._gradients = [GradientsPerStep(W1, "W1"), GradientsPerStep(W2, "W2")]
        self.data = [Unchanged(X, "X"), Unchanged(y, "y")]
        self._count = steps
        self.losses = None
        others = [*self._steps, *self._gradients, *self.data, *self.leaves]
        with watching(*map(Silent, others)) as self.seen:
            self.losses = submission.hidden_by_hand(X, y, W1, W2, lr, steps)
        torch.set_grad_enabled(True)
        uncalled = called_without_parentheses(submission.source, "backward")
        self.seen.clue("backward_uncalled", uncalled)
        # No program here is known by a warning; it would only part those that are alike.
        self.seen.clues.pop("warnings", None)

    def tell_of_the_road(self, tell):
        """How the two leaves came to where they are."""
        by_leaf = {}
        for steps in self._steps:
            own = Seen()
            own.facts["raised"] = self.seen.facts["raised"]
            steps.report(own)
            by_leaf[steps.name] = own
        self._by_gradient = [own.facts[f"{name}.by_gradient"] for name, own in by_leaf.items()]
        for name, own in by_leaf.items():
            tell(f"{name}.replaced_by", own.facts[f"{name}.replaced_by"])
            self.seen.clue(f"{name}.road", own.clues["road"])
        tell("adds_up", _names(one.name for one in self._gradients if one.adds_up))
        for fact in _OF_ONE:
            tell(fact, _names(name for name, own in by_leaf.items() if own.facts[fact]))
        # More passes than steps are no mistake: a batch may be worked off row by row.
        tell("backwards", min(by_leaf["W1"].facts["backwards"], self._count))

    def tell_what_gradients_did(self):
        """Of both leaves the sum of what they began with, if autograd was asked."""
        if self.seen.facts["raised"] is None:
            self.seen.fact("by_gradient", self._by_gradient)


def _names(names):
    return ", ".join(names) or "nothing"
