import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_post_hook

from autograder.probing import (
    Backwards,
    ForwardModes,
    GradientsPerStep,
    Seen,
    Silent,
    Updates,
    Watcher,
    called_without_parentheses,
    hooked,
    watching,
)
from autograder.probing.facts import describe_tensor


def optimizer_moves_the_model_by_each_batch(submission, case):
    training = _Training(case, *_regression(case))
    with watching(*training.watchers) as seen:
        training.run(submission)
    training.tell_of_the_model(seen, submission)
    return seen


def class_numbers_are_learnt_from_raw_scores(submission, case):
    training = _Training(case, *_classification(case))
    with watching(*training.watchers) as seen:
        training.run(submission)
    training.tell_of_the_model(seen, submission)
    return seen


def loss_is_a_plain_number_from_before_the_step(submission, case):
    training = _Training(case, *_regression(case))
    with watching(*training.watchers) as seen:
        training.run(submission)
    failed = seen.facts["raised"] is not None
    if not failed:
        seen.fact("returned.keeps_graph", any(map(_holds_a_graph, training.returned)))
        seen.returned(training.returned)
        failed = any(not isinstance(loss, float) for loss in training.returned)
    # Here the road is not judged. It tells apart programs that return or raise the same.
    for name, value, right in training.road(seen, submission):
        if value != right:
            (seen.fact if failed else seen.clue)(name, value)
    return seen


def _regression(case):
    rows = case.size("N", 4, 1, 7, 3)
    two_layers = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1))
    model = case.cycle(nn.Linear(3, 1), two_layers)
    batches = [(case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)) for _ in range(3)]
    return model, nn.MSELoss(), batches


def _classification(case):
    rows, classes = case.size("N", 4, 1, 7, 2), case.cycle(3, 4, 2, 3)
    batches = []
    for _ in range(3):
        numbers = [case.integer(0, classes - 1) for _ in range(rows)]
        batches.append((case.tensor(rows, 3, low=-2, high=2), torch.tensor(numbers)))
    return nn.Linear(3, classes), nn.CrossEntropyLoss(), batches


def _holds_a_graph(value):
    return type(value) is torch.Tensor and value.grad_fn is not None


class _Training:
    """Three steps of one model, each on a batch of its own, and what is watched meanwhile."""

    def __init__(self, case, model, loss_fn, batches):
        self.model, self.loss_fn, self.batches = model, loss_fn, batches
        self.parameters = dict(model.named_parameters())
        with torch.no_grad():
            for parameter in self.parameters.values():
                parameter.copy_(case.tensor(*parameter.shape, low=-1, high=1))
        self.before = self._values()
        # Only the first moves as lr times the gradient: elsewhere a hand-made step gives itself away.
        make, options = case.cycle(
            (torch.optim.SGD, {"lr": 0.05}),
            (torch.optim.SGD, {"lr": 0.03, "momentum": 0.9}),
            (torch.optim.Adam, {"lr": 0.05}),
            (torch.optim.Adam, {"lr": 0.02, "betas": (0.8, 0.95)}),
        )
        self.optimizer = make(list(self.parameters.values()), **options)
        self.gradients = [GradientsPerStep(p, name) for name, p in self.parameters.items()]
        self.calls = _Calls()
        self.steps = _Steps(self.optimizer, list(self.parameters.values()), self.calls)
        self.modes = ForwardModes(model)
        self.updates = Updates(next(iter(self.parameters.values())), "model")
        others = (self.calls, self.steps, self.modes, self.updates)
        self.watchers = [Silent(watcher) for watcher in (*self.gradients, *others)]
        self.returned = []

    def _values(self):
        return [describe_tensor(parameter) for parameter in self.parameters.values()]

    def run(self, submission):
        # A learner may switch recording off for good; the next case starts with it on.
        with torch.enable_grad():
            for X, y in self.batches:
                self.calls.passes_in_this_call = 0
                loss = submission.sgd_step(self.model, self.optimizer, self.loss_fn, X, y)
                self.returned.append(loss)

    def road(self, seen, submission):
        """
        Return how the model came to where it is, as (name, value, value for every right answer).

        Some of it looks closer only once something was raised or the model stood
        still: then the programs that fail alike have to be told apart.
        """
        moved = self._values() != self.before
        raised = seen.facts["raised"] is not None
        trouble = raised or not moved
        asked = len(self.calls.calls())
        arrived = min(len(watcher.fresh) for watcher in self.gradients)
        uncalled = untracked = flat = False
        if trouble:
            uncalled = not asked and called_without_parentheses(submission.source, "backward")
            untracked = self.calls.begin_untracked(self.parameters.values())
            fresh = [gradient for watcher in self.gradients for gradient in watcher.fresh]
            flat = bool(fresh) and not any(
                any(getattr(gradient, "values", [1])) for gradient in fresh
            )
        trains = (
            self.model.__dict__.get("training") is True and "eval, recorded" not in self.modes.calls
        )
        updates = Seen()
        self.updates.report(updates)
        seen.clue("cut", raised and not asked and self.calls.leave_tensors())
        count = len(self.batches)
        present = ("present",) * count
        return [
            ("adds_up", any(watcher.adds_up for watcher in self.gradients), False),
            ("without_optimizer", moved and not self.steps.states, False),
            ("backward_uncalled", uncalled, False),
            ("forward_untracked", untracked, False),
            ("loss.is_leaf", trouble and self.calls.go_back_from_a_leaf, False),
            ("loss.is_flat", flat, False),
            ("backward.reaches_model", arrived >= asked or not trouble, True),
            # More passes than steps are no mistake: a batch may be worked off row by row.
            ("backwards", min(asked, count), count),
            ("step.before_backward", self.steps.before_backward, False),
            ("step.gradients", tuple(self.steps.states), present),
            ("model.replaced_by", updates.facts["model.replaced_by"], "nothing"),
            ("model.stood_still", not moved and not raised, False),
            ("model.training", trains, True),
        ]

    def tell_of_the_model(self, seen, submission):
        for name, value, _ in self.road(seen, submission):
            seen.fact(name, value)
        for name, parameter in self.parameters.items():
            seen.fact(f"model.{name}", parameter)
        # These models do the same in both modes, so the mode itself leaves no number behind.
        first = next(iter(self.parameters.values()))
        seen.fact("model.trained", first if seen.facts["model.training"] else None)


class _Calls(Backwards):
    """The log of torch calls, with what only this exercise asks of it."""

    def __init__(self):
        super().__init__()
        self.go_back_from_a_leaf = False
        self.passes_in_this_call = 0

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        if name.removeprefix("torch.Tensor.") in self._NAMES and inputs:
            self.passes_in_this_call += 1
            self.go_back_from_a_leaf |= inputs[0].grad_fn is None

    def begin_untracked(self, parameters):
        """Whether the first result made from a parameter was made under no_grad."""
        ids = {id(parameter) for parameter in parameters}
        made = (e for e in self.log if ids & e.inputs and e.fresh and "__get__" not in e.name)
        return not next((event.grad_enabled for event in made), True)

    def leave_tensors(self):
        return bool(self.named("detach", "detach_", "item", "tolist", "numpy", "data.__get__"))


class _Steps(Watcher):
    """
    The gradients that stood there when the given optimizer had stepped.

    Looked at after the step and not before: ``step(closure)`` fills them in on its way.
    """

    def __init__(self, optimizer, parameters, calls):
        self._optimizer, self._parameters, self._calls = optimizer, parameters, calls
        self.states = []
        self.before_backward = False

    def start(self):
        self._hook = register_optimizer_step_post_hook(hooked(self._saw))

    def stop(self):
        self._hook.remove()

    def _saw(self, optimizer, *_):
        if optimizer is not self._optimizer or len(self.states) >= 50:
            return
        self.before_backward |= self._calls.passes_in_this_call == 0
        gradients = [parameter.grad for parameter in self._parameters]
        if any(gradient is None for gradient in gradients):
            self.states.append("absent")
        elif not any(bool(gradient.any()) for gradient in gradients):
            self.states.append("zero")
        else:
            self.states.append("present")
