import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from autograder.probing import (
    Backwards,
    GradientsPerStep,
    Leaf,
    Seen,
    Silent,
    Unchanged,
    Updates,
    Watcher,
    called_without_parentheses,
    hooked,
    leaf,
    watching,
)
from autograder.probing.facts import describe_tensor


def W_is_trained_by_its_gradient(submission, case):
    problem = _Problem(case)
    with watching(*problem.watchers) as seen:
        problem.train(submission)
    for name, value, _ in problem.road(seen, submission):
        seen.fact(name, value)
    problem.tell_of_the_end(seen)
    if seen.facts["raised"] is None:
        began = sum(problem.before[0].values)
        seen.fact("W.by_gradient", None if seen.facts["by_hand"] else began)
    return seen


def losses_are_plain_numbers_from_before_each_step(submission, case):
    problem = _Problem(case)
    with watching(*problem.watchers) as seen:
        losses = problem.train(submission)
    raised = seen.facts["raised"] is not None
    if not raised:
        seen.fact("returned.keeps_graph", _holds_a_graph(losses))
        seen.returned(losses)
    # Here the road is not judged. It tells apart programs that return or raise the same.
    for name, value, right in problem.road(seen, submission):
        if value != right:
            (seen.fact if raised else seen.clue)(name, value)
    return seen


def _holds_a_graph(value):
    parts = value[:1000] if type(value) in (list, tuple) else [value]
    return any(type(part) is torch.Tensor and part.grad_fn is not None for part in parts)


class _Problem:
    """One case, and what is watched while it is solved."""

    def __init__(self, case):
        rows = case.size("N", 4, 1, 7, 2)
        self.X = case.tensor(rows, 3, low=-2, high=2)
        self.y = case.tensor(rows, 1)
        self.W = leaf(case.tensor(3, 1, low=-2, high=2))
        self.lr = case.cycle(0.05, 0.08, 0.1, 0.02)
        self.steps = case.cycle(3, 4, 3, 5)
        self.before = describe_tensor(self.W), self.W._version
        self.updates = Updates(self.W, "W")
        self.gradients = GradientsPerStep(self.W, "W")
        self.calls = _Calls()
        self.optimizer = _OptimizerSteps()
        self.end = [Unchanged(self.X, "X"), Unchanged(self.y, "y"), Leaf(self.W, "W")]
        road = [self.updates, self.gradients, self.calls, self.optimizer]
        self.watchers = [Silent(watcher) for watcher in [*road, *self.end]]

    def train(self, submission):
        # A learner may switch recording off for good; the next case starts with it on.
        with torch.enable_grad():
            return submission.fit_by_hand_3_1(self.X, self.y, self.W, self.lr, self.steps)

    def road(self, seen, submission):
        """
        Return how W came to where it is, as (name, value, value for every right answer).

        Most of it looks closer only once something was raised or W stood still:
        then the programs that fail alike have to be told apart.
        """
        value, version = self.before
        moved = describe_tensor(self.W) != value
        raised = seen.facts["raised"] is not None
        idle = not moved and not raised
        trouble = idle or raised
        asked = len(self.calls.calls())
        arrived = len(self.gradients.fresh)
        by_autograd = asked and (self.optimizer.stepped or self.calls.use_a_gradient)
        gradient = "zero" if idle and self.W._version != version else "present"
        if idle and self.optimizer.lacked_gradient:
            gradient = "absent"
        uncalled = untracked = False
        if trouble and not asked:
            uncalled = called_without_parentheses(submission.source, "backward")
            untracked = self.calls.begin_untracked(self.W)
        updates = Seen()
        self.updates.report(updates)
        seen.clue("W.detached", raised and self.calls.detach(self.W))
        return [
            ("W.replaced_by", updates.facts["W.replaced_by"], "nothing"),
            ("W.adds_up", self.gradients.adds_up, False),
            ("by_hand", moved and not by_autograd, False),
            ("backward_uncalled", uncalled, False),
            ("forward_untracked", untracked, False),
            ("loss.is_leaf", trouble and self.calls.go_back_from_a_leaf, False),
            ("backward.reaches_W", arrived >= asked or not trouble, True),
            ("W.grad_lost", not moved and raised and arrived > 0 and self.W.grad is None, False),
            ("W.grad_elsewhere", raised and self.calls.read_gradient_of_another(self.W), False),
            ("W.gradient_at_step", gradient, "present"),
            ("W.stood_still", idle, False),
            ("W.moved_at_first", raised and moved, False),
            # More passes than steps are no mistake: a batch may be worked off row by row.
            ("backwards", min(asked, self.steps), self.steps),
        ]

    def tell_of_the_end(self, seen):
        for name, tensor in (("X", self.X), ("y", self.y)):
            seen.fact(f"{name}.requires_grad", tensor.requires_grad and tensor.is_leaf)
        for watcher in self.end:
            watcher.report(seen)
        if self.optimizer.stepped:
            # A fused optimizer counts no versions, but that is none of the learner's doing.
            seen.fact("W.behind_autograd", False)


class _Calls(Backwards):
    """The log of torch calls, with what only this exercise asks of it."""

    _CLEARING = ("zero_", "fill_", "detach_")
    _HANDS_OUT_GRADIENTS = (
        "torch.autograd.grad", "torch._make_dual",
        "register_hook", "register_post_accumulate_grad_hook",
    )  # fmt: skip

    def __init__(self):
        super().__init__()
        self.go_back_from_a_leaf = False
        self.use_a_gradient = False
        self._gradients = set()

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        short = name.removeprefix("torch.Tensor.")
        if short in self._NAMES and inputs:
            self.go_back_from_a_leaf |= inputs[0].grad_fn is None
        of_gradient = any(id(tensor) in self._gradients for tensor in inputs)
        if short == "grad.__get__" or (of_gradient and short in ("data.__get__", "detach")):
            self._gradients.add(id(result))
        elif short in self._HANDS_OUT_GRADIENTS or len(self.log) >= self.MAX_EVENTS:
            self.use_a_gradient = True
        elif short not in self._CLEARING:
            self.use_a_gradient |= of_gradient

    def begin_untracked(self, W):
        """Whether the first result made from W was made under no_grad."""
        made = (e for e in self.log if id(W) in e.inputs and e.fresh and "__get__" not in e.name)
        return not next((event.grad_enabled for event in made), True)

    def read_gradient_of_another(self, W):
        return any(id(W) not in event.inputs for event in self.named("grad.__get__"))

    def detach(self, W):
        return any(id(W) in event.inputs for event in self.named("detach"))


class _OptimizerSteps(Watcher):
    """Whether an optimizer stepped, and whether it ever did so without any gradient."""

    def __init__(self):
        self.stepped = self.lacked_gradient = False

    def start(self):
        self._hook = register_optimizer_step_pre_hook(hooked(self._saw))

    def stop(self):
        self._hook.remove()

    def _saw(self, optimizer, *_):
        held = [p.grad for group in optimizer.param_groups for p in group["params"]]
        self.stepped = True
        self.lacked_gradient |= all(gradient is None for gradient in held)
