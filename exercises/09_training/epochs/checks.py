import gc
import weakref

import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_post_hook

from autograder.probing import (
    Events,
    ForwardModes,
    GradientsPerStep,
    Silent,
    Watcher,
    called_without_parentheses,
    hooked,
    keeps_graph,
    watching,
)
from autograder.probing.facts import describe_tensor


def each_batch_moves_the_model_once(submission, case):
    training = _Training(case)
    numbers = case.number_for("training", "evaluating")
    with watching(*training.watchers) as seen:
        training.run(submission)
    for name, value, _ in training.road(seen, submission):
        seen.fact(name, value)
    for name, parameter in training.parameters.items():
        seen.fact(f"model.{name}", parameter)
    seen.fact("mode_in_number", numbers["training" if training.trains else "evaluating"])
    return seen


def history_holds_the_mean_loss_of_each_epoch(submission, case):
    training = _Training(case)
    with watching(*training.watchers) as seen:
        training.run(submission)
    raised = seen.facts["raised"] is not None
    if not raised:
        seen.fact("returned.keeps_graph", keeps_graph(training.returned))
        seen.returned(training.returned)
    training.tell_the_road_apart(seen, submission)
    return seen


def no_graph_outlives_its_batch(submission, case):
    training = _Training(case)
    numbers = case.number_for("kept", "gone")
    with watching(*training.watchers) as seen:
        training.run(submission)
    kept = training.loss_fn.graphs_kept or keeps_graph(training.returned)
    seen.fact("graphs_kept", kept)
    seen.fact("float_of_tracked", training.calls.float_of_tracked)
    seen.fact("first_predictions", training.first_predictions())
    # Whoever stopped on the way has not shown what becomes of the graphs.
    if seen.facts["raised"] is None:
        seen.fact("graphs_in_number", numbers["kept" if kept else "gone"])
    training.tell_the_road_apart(seen, submission)
    return seen


class _Training:
    """Some epochs of one model, and what is watched meanwhile."""

    def __init__(self, case):
        rows, size, self.count = case.cycle((7, 3, 3), (1, 4, 2), (8, 3, 2), (5, 2, 3))
        case.sizes["N"], self.rows_of_a_batch = rows, min(rows, size)
        X, y = case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)
        two_layers = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1))
        self.model = case.cycle(nn.Linear(3, 1), two_layers)
        self.parameters = dict(self.model.named_parameters())
        with torch.no_grad():
            for parameter in self.parameters.values():
                parameter.copy_(case.tensor(*parameter.shape, low=-1, high=1))
        self.before = self._values()
        make, options = case.cycle(
            (torch.optim.SGD, {"lr": 0.05}),
            (torch.optim.SGD, {"lr": 0.03, "momentum": 0.9}),
            (torch.optim.Adam, {"lr": 0.05}),
            (torch.optim.SGD, {"lr": 0.02, "momentum": 0.5}),
        )
        self.optimizer = make(list(self.parameters.values()), **options)
        self.steps = _Steps(self.optimizer, list(self.parameters.values()))
        self.loader = _Loader(list(zip(X.split(size), y.split(size), strict=True)), self.steps)
        self.loss_fn = _Loss()
        self.gradients = [GradientsPerStep(p, name) for name, p in self.parameters.items()]
        self.calls = _Calls()
        self.modes = ForwardModes(self.model)
        others = (self.calls, self.steps, self.modes)
        self.watchers = [Silent(watcher) for watcher in (*self.gradients, *others)]
        self.returned = None

    def _values(self):
        return [describe_tensor(parameter) for parameter in self.parameters.values()]

    def first_predictions(self):
        """
        The predictions for the first batch whose loss was measured.

        However the batch was cut, they are the same, and what else goes wrong comes after them.
        """
        return self.loss_fn.predictions[: self.rows_of_a_batch]

    def run(self, submission):
        # A learner may switch recording off for good; the next case starts with it on.
        with torch.enable_grad():
            self.returned = submission.epochs(
                self.model, self.optimizer, self.loss_fn, self.loader, self.count
            )

    @property
    def trains(self):
        """Whether the model worked in training mode and was left in it."""
        left = self.model.__dict__.get("training") is True
        return left and not any(call.startswith("eval") for call in self.modes.calls)

    def road(self, seen, submission):
        """Return how the model came to where it is, as (name, value, value of right answers)."""
        moved = self._values() != self.before
        raised = seen.facts["raised"] is not None
        uncalled = untracked = False
        if raised or not moved:
            uncalled = not self.calls.asked and called_without_parentheses(
                submission.source, "backward"
            )
            untracked = "train, no_grad" in self.modes.calls
        steps, due = len(self.steps.states), self.count * len(self.loader)
        asked = due if raised else min(self.calls.asked, due)
        odd = [state for state in self.steps.states if state != "present"]
        # Nearly all programs that raise do so in the first batch; how far they came is no fact.
        return [
            ("adds_up", any(watcher.adds_up for watcher in self.gradients), False),
            ("past_optimizer", moved and not steps, False),
            ("backward_uncalled", uncalled, False),
            ("forward_untracked", untracked, False),
            # More passes than steps are no mistake: a batch may be worked off row by row.
            ("backwards", asked, due),
            ("gradients_at_step", odd[0] if odd else "present", "present"),
            ("steps", due if raised else steps, due),
            ("model.training", self.trains, True),
        ]

    def tell_the_road_apart(self, seen, submission):
        """Where the road is not judged, it tells apart programs that return or raise the same."""
        raised = seen.facts["raised"] is not None
        for name, value, right in self.road(seen, submission):
            if value != right:
                (seen.fact if raised else seen.clue)(name, value)


class _Loader:
    """
    The batches, in an order that is another in each epoch.

    How far the training is tells which: looking through the batches beforehand changes nothing.
    """

    def __init__(self, batches, steps):
        self._batches, self._steps = batches, steps

    def __len__(self):
        return len(self._batches)

    def __iter__(self):
        first = len(self._steps.states) // len(self) % len(self)
        return iter([*self._batches[first:], *self._batches[:first]])


class _Loss(nn.MSELoss):
    """The mean squared error, with an eye on how many graphs of its results are still alive."""

    _ENOUGH = 8  # no batch has more rows

    def __init__(self):
        super().__init__()
        self._graphs = []
        self.graphs_kept = False
        self.predictions = []

    def forward(self, prediction, y):
        # One is the last loss, whose name the learner has not given away yet.
        if not self.graphs_kept and self._alive() > 1:
            gc.collect()
            self.graphs_kept = self._alive() > 1
        if len(self.predictions) < self._ENOUGH:
            self.predictions += getattr(describe_tensor(prediction), "values", ())
        return _GraphMark.apply(super().forward(prediction, y), self._graphs)

    def _alive(self):
        return sum(graph() is not None for graph in self._graphs)


class _GraphMark(torch.autograd.Function):
    """Changes nothing; its node lives as long as the graph that it stands in."""

    @staticmethod
    def forward(ctx, loss, graphs):
        graphs.append(weakref.ref(ctx))
        return loss.view_as(loss)

    @staticmethod
    def backward(_, gradient):
        return gradient, None


class _Calls(Events):
    """
    How often autograd was asked, and whether float() was asked of a tracked tensor.

    Keeps no log: that would keep the tensors alive, and with them their graphs.
    """

    def __init__(self):
        super().__init__()
        self.asked = 0
        self.float_of_tracked = False

    def _saw(self, name, inputs, _):
        short = name.removeprefix("torch.Tensor.")
        self.asked += short in ("backward", "torch.autograd.backward", "torch.autograd.grad")
        self.float_of_tracked |= short == "__float__" and inputs[0].requires_grad


class _Steps(Watcher):
    """
    The gradients that stood there when the given optimizer had stepped.

    Looked at after the step and not before: ``step(closure)`` fills them in on its way.
    """

    def __init__(self, optimizer, parameters):
        self._optimizer, self._parameters = optimizer, parameters
        self.states = []

    def start(self):
        self._hook = register_optimizer_step_post_hook(hooked(self._saw))

    def stop(self):
        self._hook.remove()

    def _saw(self, optimizer, *_):
        if optimizer is not self._optimizer or len(self.states) >= 50:
            return
        gradients = [parameter.grad for parameter in self._parameters]
        if any(gradient is None for gradient in gradients):
            self.states.append("absent")
        elif not any(bool(gradient.any()) for gradient in gradients):
            self.states.append("zero")
        else:
            self.states.append("present")
