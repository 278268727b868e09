import torch
from torch import Tensor

from autograder.observations import TensorFact
from autograder.probing import Events, leaf, watching
from autograder.probing.facts import describe_tensor


def step_moves_W_against_its_gradient(submission, case):
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    W = leaf(case.tensor(*case.cycle((), (1,), (4,), (3, 1))))
    loss = ((W * case.uniform(1, 3) - case.uniform(-9, 9)) ** 2).mean()
    loss.backward()
    lr = case.cycle(0.1, 0.02, 0.3, 0.05)
    with watching(_Step(W), W) as seen:
        submission.step_no_grad(W, lr=lr)
    torch.set_grad_enabled(True)
    return _without_warnings(seen)


def W_can_be_trained_on(submission, case):
    torch.set_grad_enabled(True)
    W = leaf(case.tensor(case.size("N", 4, 1, 2, 5)))
    slope, target = case.uniform(1, 2), case.uniform(-3, 3)
    lr = case.cycle(0.05, 0.1, 0.02, 0.08)
    with watching(_Step(W), W) as seen:
        for _ in range(3):
            if not (W.requires_grad and W.is_leaf):
                break  # no way to go on; the facts tell why
            W.grad = None
            with torch.enable_grad():
                loss = ((W * slope - target) ** 2).sum()
            loss.backward()
            submission.step_no_grad(W, lr=lr)
    seen.fact("recording", torch.is_grad_enabled())
    torch.set_grad_enabled(True)
    return _without_warnings(seen)


def _without_warnings(seen):
    """A clue that no program here is known by would only keep the others from fitting."""
    seen.clues.pop("warnings", None)
    return seen


class _Step(Events):
    """
    How the step was made. Facts: ``W.replaced_by``, ``emptied_too_early``. Clue: ``road``.

    Unlike ``Updates`` it also follows copies such as ``W.detach()``, and takes only what is
    computed from W *and its gradient* for an update.
    """

    def __init__(self, W: Tensor) -> None:
        super().__init__()
        self.W = W
        self._before = describe_tensor(W)
        self._copies = {id(W): ""}  # W and what was copied from it, with the first way of copying
        self._gradients: set[int] = set()
        self._unused: set[int] = set()  # results of W.detach() that nobody computed with
        self._road = ""
        # What was to take W's place: the tensor, was it tracked, the way of copying.
        self._made: list[tuple[Tensor, bool, str]] = []

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        short = name.removeprefix("torch.Tensor.")
        ids = {id(tensor) for tensor in inputs}
        copies = [self._copies[one] for one in ids if one in self._copies]
        if not short.endswith("__get__"):
            self._unused -= ids
        # Written into W after all: W.copy_(new), W[...] = new, W.data = new.
        if any(_same_memory(tensor, self.W) for tensor in inputs):
            self._made = [made for made in self._made if id(made[0]) not in ids]
        if short == "grad.__get__" and copies and copies[0] and not self._made:
            self._made.append((inputs[0], inputs[0].requires_grad, copies[0]))
        if short == "data.__set__" and copies and not all(one in self._copies for one in ids):
            self._road = "new data"
        if not isinstance(result, Tensor):
            return
        if short in ("detach", "clone", "data.__get__") and copies:
            self._copies[id(result)] = copies[0] or short
            if short == "detach":
                self._unused.add(id(result))
        elif short == "grad.__get__":
            self._gradients.add(id(result))
        elif ids & self._gradients and not _same_memory(result, self.W):
            self._gradients.add(id(result))
            if copies:
                self._made.append((result, result.requires_grad, copies[0]))

    def report(self, seen):
        moved = describe_tensor(self.W) != self._before
        replaced = "nothing"
        if self._made and not moved:
            _, tracked, self._road = self._made[0]
            replaced = "a tracked result" if tracked else "an untracked result"
        if self._unused:
            self._road = "detach"
        # Where something else went wrong first, zeros in .grad are not what the learner should hear.
        emptied = self.W.grad is None or (
            seen.facts["raised"] is None and _is_zero(describe_tensor(self.W.grad))
        )
        seen.fact("W.replaced_by", replaced)
        seen.fact("emptied_too_early", emptied and not moved and replaced == "nothing")
        seen.fact("W.requires_grad", self.W.requires_grad)
        seen.clue("road", self._road)


def _is_zero(fact):
    return isinstance(fact, TensorFact) and not any(fact.values)


def _same_memory(one, other):
    try:
        return one.data_ptr() == other.data_ptr()
    except RuntimeError:  # sparse and other tensors without a plain storage
        return False
