import torch
from torch import Tensor, nn

from autograder.probing import Events, Silent, ask, describe, near_misses, plus, watching
from autograder.probing.rules import unchanged


def new_last_layer_is_the_one_that_learns(submission, case):
    task = _Task(case)
    with watching(*task.watchers) as seen:
        optimizer = task.run(submission, seen)
        if optimizer is not None:
            names = ask(lambda: _names(task.model))
            seen.fact("registered", names)
            seen.clue("strangers", ask(lambda: task.strangers(optimizer)))
            if names == task.wanted:
                seen.fact("last_layer_trained", ask(lambda: _tracked(task.model[2])))
                seen.fact("optimizer.misses", ask(lambda: task.misses(optimizer)))
                strangers = ask(lambda: task.strangers(optimizer))
                seen.fact("optimizer.strangers", strangers)
                ask(lambda: task.train(optimizer, hold_first=True))
                seen.fact("last_layer_moved", ask(lambda: task.last_layer()))
                seen.fact("optimizer.strangers_counted_on", plus(strangers, case.uniform(1, 99)))
    task.clues(seen, submission)
    return seen


def first_layer_is_frozen(submission, case):
    task = _Task(case)
    with watching(*task.watchers) as seen:
        optimizer = task.run(submission, seen)
        if optimizer is not None:
            now = ask(lambda: [task.model[0].weight, task.model[0].bias])
            seen.fact(
                "frozen.replaced", _which(a is not b for a, b in zip(now, task.first, strict=True))
            )
            seen.fact("frozen.requires_grad", [one.requires_grad for one in task.first])
            fits = ask(lambda: _names(task.model)) == task.wanted
            if fits:
                ask(lambda: task.train(optimizer))
            seen.fact("frozen.grads", _which(one.grad is not None for one in task.first))
            names = ("weight", "bias")
            pairs = list(zip(names, task.first, task.first_values, strict=True))
            for name, one, was in pairs:
                seen.judged(f"first.{name}", one, unchanged(was))
            if fits:
                ask(lambda: task.train(task.holds_all()))
            for name, one, was in pairs:
                seen.judged(f"first.{name}_held", one, unchanged(was))
    task.clues(seen, submission)
    return seen


class _Task:
    """A trained model, and a batch for going on with the training."""

    def __init__(self, case):
        inputs, hidden, self.outputs = case.cycle((3, 4, 2), (5, 2, 3), (2, 6, 4), (4, 3, 2))
        self.model = nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1))
        with torch.no_grad():
            for parameter in self.model.parameters():
                parameter.copy_(case.tensor(*parameter.shape, low=-1, high=1))
        self.first = list(self.model[0].parameters())
        self.first_values = [Tensor.detach(one).clone() for one in self.first]
        self.lr = case.cycle(0.05, 0.1, 0.02, 0.2)
        rows = case.size("N", 4, 1, 7, 5)
        self.X, self.y = case.tensor(rows, inputs), case.tensor(rows, self.outputs)
        self.values = [case.tensor(self.outputs, hidden), case.tensor(self.outputs)]
        self.wanted = [
            f"0.weight {(hidden, inputs)}",
            f"0.bias {(hidden,)}",
            f"2.weight {(self.outputs, hidden)}",
            f"2.bias {(self.outputs,)}",
        ]
        self.events = Events()
        self.watchers = [Silent(self.events)]
        case.seed_torch()

    def run(self, submission, seen):
        """The optimizer that was returned, or None for what is none."""
        torch.set_grad_enabled(True)
        optimizer = submission.optimizer_params(self.model, self.outputs, self.lr)
        is_sgd = issubclass(type(optimizer), torch.optim.SGD)
        seen.fact("is_sgd", is_sgd)
        self.detached = bool(self.events.named("detach"))
        return optimizer if is_sgd else None

    # These run inside ask: the model may hold a learner's own layers by now.

    def misses(self, optimizer):
        """Parameters of the last layer that *optimizer* does not hold."""
        last = zip(("2.weight", "2.bias"), self.model[2].parameters(), strict=True)
        return [name for name, one in last if not _among(one, _held(optimizer))]

    def strangers(self, optimizer):
        """How many parameters *optimizer* holds that are not the model's."""
        own = list(self.model.parameters())
        return sum(not _among(one, own) for one in _held(optimizer))

    def holds_all(self):
        """An optimizer for all parameters: what it leaves where it was is frozen, not left out."""
        return torch.optim.SGD(self.model.parameters(), lr=self.lr)

    def train(self, optimizer, *, hold_first=False):
        """Make two steps; *hold_first*: whether frozen or not, the first layer stays."""
        if not any(_tracked(self.model)):
            return  # nothing learns; the facts tell why
        _fill(self.model[2].parameters(), self.values)
        for _ in range(2):
            optimizer.zero_grad()
            ((self.model(self.X) - self.y) ** 2).mean().backward()
            optimizer.step()
            if hold_first:
                _fill(self.first, self.first_values)

    def last_layer(self):
        pairs = zip(self.model[2].parameters(), self.values, strict=True)
        return [describe(Tensor.detach(one) - value) for one, value in pairs]

    def clues(self, seen, submission):
        if seen.facts["raised"] is None:
            seen.clue("detached", self.detached)
            seen.clue("misspelt", bool(near_misses(submission.source, "requires_grad")))
            noted = ask(lambda: dict(self.model[0].__dict__))
            seen.clue("first.training", ask(lambda: noted.get("training") is True))
            seen.clue("first.requires_grad", ask(lambda: "requires_grad" in noted))


def _held(optimizer):
    return [one for group in optimizer.param_groups for one in group["params"]]


def _among(one, others):
    return any(one is other for other in others)


def _fill(parameters, values):
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            Tensor.copy_(parameter, value)


def _names(model):
    return [f"{name} {tuple(one.shape)}" for name, one in model.named_parameters()]


def _tracked(layer):
    return [parameter.requires_grad for parameter in layer.parameters()]


def _which(answers):
    """The names of the first layer's parameters for which the answer is yes."""
    pairs = zip(("0.weight", "0.bias"), answers, strict=True)
    return [name for name, answer in pairs if answer]
