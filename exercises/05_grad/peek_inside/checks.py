import torch

from autograder.probing import Backwards, called_without_parentheses, leaf, watching


def gradient_at_the_air_is_returned(submission, case):
    house = _Greenhouse(case)
    road = _Road(submission.source)
    with torch.enable_grad(), watching(road) as seen:
        seen.returned(submission.peek_inside(*house.functions, house.w))
    return _told(seen)


def w_gets_its_gradient_by_the_same_way(submission, case):
    house = _Greenhouse(case)
    road = _Road(submission.source)
    w = house.w
    with torch.enable_grad(), watching(road, w) as seen:
        submission.peek_inside(*house.functions, w)
    seen.fact("w.grad", w.grad)
    return _told(seen)


def _told(seen):
    warned = any("not a leaf Tensor" in line for line in seen.clues.pop("warnings"))
    seen.clue("grad_of_a_result", warned)
    return seen


class _Greenhouse:
    """``warm``, ``judge`` and ``w`` of one case, each step by turns straight and bent."""

    def __init__(self, case):
        N = case.size("N", 4, 1, 3, 6)
        self.w = leaf(case.uniform(0.4, 2))
        distance, wanted = case.tensor(N, low=0.3, high=1.5), case.tensor(N)
        bent, smooth = case.cycle(False, True), case.cycle(False, True, True, False)

        def warm(w):
            return torch.tanh(w * distance) * 3 if bent else w * distance

        def judge(air):
            away = air - wanted
            return (away.cosh().log() if smooth else away**2).mean()

        self.functions = warm, judge


class _Road(Backwards):
    """How the gradient was asked for. Fact: ``backward_uncalled``; the rest are clues."""

    def __init__(self, source):
        super().__init__()
        self._source = source

    def report(self, seen):
        asked = self.calls()
        keeping = self.named("retain_grad", "register_hook")
        first = self.log.index(asked[0]) if asked else len(self.log)
        in_time = bool(keeping) and self.log.index(keeping[0]) < first
        uncalled = not asked and called_without_parentheses(self._source, "backward")
        seen.fact("backward_uncalled", uncalled)
        seen.clue("backwards", len(asked))
        seen.clue("asked_to_keep", bool(keeping))
        seen.clue("asked_in_time", in_time)
        seen.clue("tracked_again", bool(self.named("requires_grad_", "requires_grad.__set__")))
        seen.clue("unrecorded", any(e.fresh and not e.grad_enabled for e in self.log))
        seen.clue("copied", bool(self.named("torch.tensor", "clone", "torch.clone")))
