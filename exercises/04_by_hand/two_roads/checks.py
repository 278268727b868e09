import torch

from autograder.probing import Backwards, describe, leaf, plus, watching


def each_road_brings_its_share(submission, case):
    # At 1e16 a small step is lost in rounding: only a formula has a slope there.
    w = case.integer(12, 90) / 10 * case.cycle(1.0, 1e16, 1.0, 1e3)
    asked = _Asked()
    with watching(asked) as seen:
        returned = submission.by_hand(w)
        seen.returned(returned)
    if seen.facts["raised"] is None:
        fact, number = describe(returned), case.uniform(1, 99)
        shares = fact if type(fact) is tuple and not asked.calls() else ()
        seen.fact("shares", [plus(share, number) for share in shares])
    return seen


def autograd_walks_both_roads(submission, case):
    w = leaf(_side(case))
    asked = _Asked()
    with watching(asked) as seen:
        returned = submission.two_roads(w)
        seen.returned(returned)
    if seen.facts["raised"] is None:
        number = case.uniform(1, 99)
        seen.fact("returned.plus", plus(returned, number) if asked.calls() else None)
    return _told(seen, asked)


def both_agree_and_w_is_left_alone(submission, case):
    side = _side(case)
    w = leaf(side)
    asked = _Asked()
    with watching(asked, w) as seen:
        three = describe(submission.by_hand(side))
        last = three[-1] if type(three) is tuple and three else three
        submission.forget_calls()  # both got the same side; one call is enough to show it
        brought = describe(submission.two_roads(w))
        # A tensor of shape () is a number here; what the other check says of it is not said again.
        values = getattr(brought, "values", None)
        number = values[0] if values is not None and len(values) == 1 else brought
        seen.fact("hand_and_autograd", (last, number))
    return _told(seen, asked)


def _side(case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    return case.integer(12, 90) / 10


def _told(seen, asked):
    seen.clue("unrecorded", any(not event.grad_enabled for event in asked.log))
    seen.clue("cuts", bool(asked.named("detach", "item", "data.__get__")))
    # torch's warnings come and go with its versions.
    seen.clues.pop("warnings", None)
    return seen


class _Asked(Backwards):
    """Whether autograd was asked at all; how often is a clue: once for each road is fine."""

    def __init__(self):
        super().__init__()
        self._reads_result = False

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        if name.endswith(".grad.__get__") and inputs:
            self._reads_result |= inputs[0].grad_fn is not None

    def report(self, seen):
        calls = len(self.calls())
        seen.fact("autograd.asked", calls > 0)
        seen.clue("backwards", calls)
        seen.clue("reads_grad_of_result", self._reads_result)
