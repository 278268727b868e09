import torch
from torch import Tensor
from torch.optim.optimizer import register_optimizer_step_pre_hook

from autograder.observations import TensorFact
from autograder.probing import (
    Backwards,
    Gradients,
    called_without_parentheses,
    leaf,
    watching,
)
from autograder.probing.facts import describe_tensor


def each_step_uses_its_own_gradient(submission, case):
    seen, _ = _trained(submission, case)
    return seen


def losses_are_numbers_from_before_each_step(submission, case):
    seen, losses = _trained(submission, case)
    how = {name: fact for name, fact in seen.facts.items() if name not in ("raised", "W")}
    seen.clues.update(how)  # judged by the other check
    raised = seen.facts["raised"]
    seen.facts.clear()
    seen.facts["raised"] = raised
    if raised is None:
        seen.returned(losses)
        seen.fact("returned.keeps_graph", _keeps_graph(losses))
    else:  # many mistakes end in the same exception; these facts part them
        for name in ("W.replaced_by", "gradient_missed", "emptied_too_early", "backwards"):
            seen.facts[name] = how[name]
    return seen


def _trained(submission, case):
    """What was seen of one call, and what it returned."""
    torch.set_grad_enabled(True)  # whatever an earlier call left behind
    N = case.size("N", 4, 1, 7, 3)
    W = leaf(case.tensor(*case.cycle((), (1,), (1,), ())))
    x, y = case.tensor(N), case.tensor(N)
    lr, steps = case.choice([0.02, 0.03, 0.04]), case.cycle(4, 3, 5, 3)
    losses = None
    with watching(_Steps(W), W) as seen:
        losses = submission.zero_it(W, x, y, lr, steps)
    torch.set_grad_enabled(True)
    seen.clue("backward_uncalled", called_without_parentheses(submission.source, "backward"))
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    return seen, losses


def _keeps_graph(losses):
    parts = losses[:100] if type(losses) in (list, tuple) else [losses]
    return any(type(part) is Tensor and part.grad_fn is not None for part in parts)


class _Steps(Backwards):
    """
    How the steps were made.

    Facts: ``W.replaced_by``, ``W.adds_up``, ``backwards``, and truth values that are all False
    where a step is made with the gradient of its own backward:
    ``stale_gradient`` (all backwards brought the same one, though W moved),
    ``by_hand`` (W moved, autograd was not asked),
    ``gradient_missed`` (it was asked, but nothing arrived at W),
    ``gradient_unused`` (no step was made with what arrived),
    ``emptied_too_early`` (the step was made when it was gone),
    ``step_without_gradient`` (an optimizer stepped, autograd was not asked).
    Clue: ``road``, what else tells programs apart that show the same.

    Unlike ``Updates`` it also follows copies such as ``W.detach()``, and takes only what is
    computed from W *and its gradient* for an update.
    """

    def __init__(self, W: Tensor) -> None:
        super().__init__()
        self.W = W
        self._arriving = Gradients(W, "W")
        self._before = describe_tensor(W)
        self._copies = {id(W): ""}  # W and what was copied from it, with the first way of copying
        self._gradients: set[int] = set()
        self._unused: set[int] = set()  # results of W.detach() that nobody computed with
        # What was to take W's place: the tensor, was it tracked, the way of copying.
        self._made: list[tuple[Tensor, bool, str]] = []
        self._kept: list[object] = []  # so that ids stay theirs
        self._asked = self._stepped = self._touched = False
        self._forward = self._road = ""

    def start(self):
        self._arriving.start()
        self._hook = register_optimizer_step_pre_hook(self._saw_optimizer)
        super().start()

    def stop(self):
        super().stop()
        self._hook.remove()
        self._arriving.stop()

    def _saw_optimizer(self, *_):
        self._stepped = True

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        short = name.removeprefix("torch.Tensor.")
        ids = {id(tensor) for tensor in inputs}
        copies = [self._copies[one] for one in ids if one in self._copies]
        if not short.endswith("__get__"):
            self._unused -= ids
        self._asked |= short in self._NAMES
        if not self._asked and id(self.W) in ids:
            self._saw_forward(short, result)
        if any(_same_memory(tensor, self.W) for tensor in inputs):
            # Written into W after all: W.copy_(new), W[...] = new, W.data = new.
            self._made = [made for made in self._made if id(made[0]) not in ids]
            self._touched |= _writes(short)
        if short == "data.__set__" and copies and not all(one in self._copies for one in ids):
            self._road = "new data"
        if short == "torch.autograd.grad" and isinstance(result, tuple):
            self._kept.append(result)
            self._gradients |= {id(part) for part in result}
        if short == "grad.__get__" and copies and copies[0] and not self._made:
            self._made.append((inputs[0], inputs[0].requires_grad, copies[0]))
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

    def _saw_forward(self, short, result):
        """How the first forward pass begins: recorded, unrecorded, or with a cut."""
        if self._forward or short in ("requires_grad.__get__", "grad.__get__", "clone"):
            return
        if short in ("detach", "data.__get__", "item", "tolist", "numpy", "__float__"):
            self._forward = "cut"
        elif isinstance(result, Tensor) and result is not self.W:
            self._forward = "recorded" if torch.is_grad_enabled() else "under no_grad"

    def report(self, seen):
        raised = seen.facts["raised"] is not None
        arrived = self._arriving.fresh
        moved = describe_tensor(self.W) != self._before
        replaced = "nothing"
        if self._made and not moved:
            _, tracked, self._road = self._made[0]
            replaced = "a tracked result" if tracked else "an untracked result"
        idle = not moved and replaced == "nothing"
        unused = bool(arrived) and idle and not (raised or self._touched or self._stepped)
        # Where something else went wrong first, zeros in .grad are not what the learner should hear.
        empty = self.W.grad is None or (not raised and _is_zero(describe_tensor(self.W.grad)))
        if self._unused:
            self._road = "detach"
        elif raised and self._forward in ("cut", "under no_grad"):
            self._road = self._forward
        seen.fact("W.replaced_by", replaced)
        seen.fact("W.adds_up", self._arriving.adds_up)
        seen.fact("stale_gradient", moved and len(arrived) > 1 and _all_equal(arrived))
        seen.fact("by_hand", moved and not self._asked)
        seen.fact("gradient_missed", self._asked and not arrived and idle)
        seen.fact("gradient_unused", unused)
        seen.fact("emptied_too_early", bool(arrived) and empty and idle and not unused)
        seen.fact("step_without_gradient", self._stepped and not self._asked)
        seen.fact("W.requires_grad", self.W.requires_grad)
        seen.clue("road", self._road)
        super().report(seen)


def _writes(short):
    in_place = short.endswith("_") and not short.endswith("__")
    in_place |= short in ("__isub__", "__iadd__", "__imul__", "__itruediv__")
    return short in ("__setitem__", "data.__set__") or (
        in_place and short not in ("requires_grad_", "detach_")
    )


def _all_equal(facts):
    return all(fact == facts[0] for fact in facts)


def _is_zero(fact):
    return isinstance(fact, TensorFact) and not any(fact.values)


def _same_memory(one, other):
    try:
        return one.data_ptr() == other.data_ptr()
    except RuntimeError:  # sparse and other tensors without a plain storage
        return False
