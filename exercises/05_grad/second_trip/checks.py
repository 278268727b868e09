import torch

from autograder.probing import (
    Landscape,
    Steps,
    called_without_parentheses,
    keeps_graph,
    leaf,
    watching,
)

# Facts that are numbers: as clues they would part programs with the same mistake.
_NUMBERS = ("raised", "W", "W.in_use", "W.by_gradient")


def each_step_goes_by_the_slope_of_its_own_place(submission, case):
    seen, _ = _descended(submission, case)
    return seen


def heights_are_numbers_from_before_each_step(submission, case):
    seen, heights = _descended(submission, case)
    how = {name: fact for name, fact in seen.facts.items() if name not in _NUMBERS}
    seen.clues.update(how)  # judged by the other check
    raised = seen.facts["raised"]
    seen.facts.clear()
    seen.facts["raised"] = raised
    if raised is None:
        seen.fact("returned.keeps_graph", keeps_graph(heights))
        seen.returned(heights)
    else:  # many mistakes end in the same exception; these facts part them
        for name in ("W.replaced_by", "gradient_missed", "emptied_too_early", "backwards"):
            seen.facts[name] = how[name]
    return seen


def _descended(submission, case):
    """What was seen of one call, and what it returned."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    N = case.size("N", 2, 1, 4, 3)
    W, valley = leaf(case.tensor(N)), case.tensor(N)
    lr, steps = case.choice([0.1, 0.15, 0.2]), case.cycle(6, 3, 7, 5)
    trips = _Trips(W, valley, bent=case.cycle(False, True))
    heights = None
    with watching(trips, W, Landscape(trips.height_of, W=W)) as seen:
        heights = submission.second_trip(lambda W: trips.height(W), W, lr, steps)
    torch.set_grad_enabled(True)
    seen.clue("backward_uncalled", called_without_parentheses(submission.source, "backward"))
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, heights


class _Trips(Steps):
    """
    Whether every trip back had a ticket of its own.

    Facts: ``graph_reused``, some backward came without a new height since the one before; and
    those of Steps. Clue: ``forwards``.
    """

    def __init__(self, W, valley, *, bent):
        super().__init__(W)
        self._valley, self._bent = valley, bent
        self._forwards = 0
        self._tickets = 0
        self._reused = False

    def height(self, W):
        self._forwards += 1
        self._tickets += 1
        return self.height_of(W)

    def height_of(self, W):
        away = W - self._valley  # only this is saved for backward, so W may move under its feet
        return (away.cosh().log() if self._bent else away**2).mean()

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        if name.removeprefix("torch.Tensor.") in self._NAMES:
            self._reused |= self._tickets == 0
            self._tickets = 0

    def report(self, seen):
        seen.fact("graph_reused", self._reused)
        super().report(seen)
        seen.clue("forwards", self._forwards)
