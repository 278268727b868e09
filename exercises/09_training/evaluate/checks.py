import torch
from torch import nn

from autograder.probing import (
    Cuts,
    SavedTensors,
    Silent,
    Watcher,
    ask,
    called_without_parentheses,
    hooked,
    keeps_graph,
    watching,
)
from autograder.probing.facts import describe_tensor
from autograder.probing.rules import unchanged


def model_is_asked_in_eval_mode_and_unrecorded(submission, case):
    exam = _Exam(case)
    numbers = case.number_for("recorded", "unrecorded")
    saved, cuts = SavedTensors(), Cuts()
    with watching(exam.layers, Silent(saved), Silent(cuts)) as seen:
        exam.run(submission)
    saved.report(seen)
    cuts.report(seen)
    seen.fact("answers", exam.answers())
    how = "recorded" if exam.layers.recorded else "unrecorded"
    seen.fact("recorded_in_number", numbers[how])
    return exam.tell(seen, submission)


def loss_comes_back_as_a_number(submission, case):
    exam = _Exam(case)
    with watching(Silent(exam.layers)) as seen:
        returned = exam.run(submission)
        seen.fact("returned.keeps_graph", keeps_graph(returned))
        seen.returned(returned)
    return exam.tell(seen, submission)


def nothing_is_left_changed(submission, case):
    exam = _Exam(case)
    rows, number = case.tensor(3, 3, low=-2, high=2), case.uniform(1, 9)
    with watching(Silent(exam.layers)) as seen:
        exam.run(submission)
    if seen.facts["raised"] is None:
        for name, value in exam.traces():
            seen.fact(name, value)
        for name, was, now in exam.numbers():
            seen.judged(name, now, unchanged(was))
        seen.fact("asked", exam.asked())
        seen.fact("gradients_in_use", exam.gradients_in_use(number))
        seen.fact("model_in_use", exam.in_use(rows))
    return exam.tell(seen, submission)


class _Exam:
    """A model in the middle of its training, and data that it has never seen."""

    def __init__(self, case):
        torch.set_grad_enabled(True)  # whatever an earlier call left behind
        rows = case.size("N", 5, 1, 7, 2)
        middle = case.cycle(
            [nn.Tanh(), nn.Dropout(0.5)],
            [nn.BatchNorm1d(4), nn.Tanh()],
            [nn.BatchNorm1d(4), nn.Tanh(), nn.Dropout(0.25)],
            [nn.Dropout(0.5), nn.Tanh()],
        )
        self.model = nn.Sequential(nn.Linear(3, 4), *middle, nn.Linear(4, 1))
        self.training = case.cycle(True, True, False, True)
        with torch.no_grad():
            for parameter in self.model.parameters():
                parameter.copy_(case.tensor(*parameter.shape, low=-1, high=1))
                parameter.grad = case.tensor(*parameter.shape)
        self.model.train(self.training)
        self.X, self.y = case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)
        self.layers = _Layers()
        self._before = self._state()
        case.seed_torch()  # for the layers that draw random numbers

    def run(self, submission):
        return submission.evaluate(self.model, nn.MSELoss(), self.X, self.y)

    def _state(self):
        parameters = list(self.model.parameters())
        return {
            "parameters": [describe_tensor(p) for p in parameters],
            "gradients": [None if p.grad is None else describe_tensor(p.grad) for p in parameters],
            "statistics": [describe_tensor(buffer) for buffer in self.model.buffers()],
        }

    def answers(self):
        """What the model answered to as many rows as were to be evaluated."""
        return self.layers.answers[: len(self.y)]

    def asked(self):
        """The rows that the model was asked about, as many as were to be evaluated."""
        return self.layers.asked[: self.X.numel()]

    def numbers(self):
        """Return what is to be as it was in numbers: (name, before, after)."""
        after = self._state()
        # A model without batch normalization keeps no statistics.
        return [(name, was, after[name]) for name, was in self._before.items() if was]

    def traces(self):
        """Return what is to be as it was and is no number, as (name, value)."""
        parameters = list(self.model.parameters())
        modes = [module.__dict__.get("training") for module in self.model.modules()]
        return [
            ("mode", "train" if all(modes) else "eval" if not any(modes) else "mixed"),
            ("recording", torch.is_grad_enabled()),
            ("parameters.tracked", all(p.requires_grad for p in parameters)),
        ]

    def gradients_in_use(self, number):
        """
        What each parameter collects when it is used with *number*; None where nothing is recorded.

        Autograd stays switched to what the learner left it at: that is what this is to show.
        """
        gradients = []
        for parameter in self.model.parameters():
            loss = (number * parameter).sum()
            recorded = loss.requires_grad
            gradients.append(torch.autograd.grad(loss, parameter)[0] if recorded else None)
        return gradients

    def in_use(self, rows):
        """
        What the model answers to *rows* in the mode in which it was left.

        Dropout drops everything for once, if it drops at all: no answer hangs on chance. This
        moves running statistics, so it comes after all else that is noted of the model.
        """
        for layer in self.model.modules():
            if type(layer) is nn.Dropout:
                layer.p = 1.0
        with torch.no_grad():
            return ask(lambda: self.model(rows))

    def tell(self, seen, submission):
        seen.clue("eval_uncalled", called_without_parentheses(submission.source, "eval"))
        torch.set_grad_enabled(True)
        return seen


class _Layers(Watcher):
    """
    D9, for every module that runs, so that the model may also be a copy.

    Facts: ``trains``, whether a layer ran as it does in training although it has another
    behaviour for evaluating, and ``recorded``, whether the graph was recorded.
    """

    _ENOUGH = 7  # rows; there are no more
    _TWO_MODES = (nn.Dropout, nn.BatchNorm1d)

    def start(self):
        self.trains = self.recorded = self.ran = self.model_evaluates = False
        self.asked, self.answers = [], []
        hooks = nn.modules.module
        self._hooks = [
            hooks.register_module_forward_pre_hook(hooked(self._saw)),
            hooks.register_module_forward_hook(hooked(self._saw_answer)),
        ]

    def stop(self):
        for hook in self._hooks:
            hook.remove()

    def _saw_answer(self, module, inputs, output):
        # The model may be a copy, or called layer by layer: its ends are known by their sizes.
        if type(module) is not nn.Linear or len(self.answers) >= self._ENOUGH:
            return
        if module.in_features == 3:
            self.asked += getattr(describe_tensor(inputs[0]), "values", ())
        if module.out_features == 1:
            self.answers += getattr(describe_tensor(output), "values", ())

    def _saw(self, module, _):
        self.ran = True
        self.model_evaluates |= type(module) is nn.Sequential and not module.training
        self.trains |= type(module) in self._TWO_MODES and module.training
        self.recorded |= type(module) is nn.Linear and torch.is_grad_enabled()

    def report(self, seen):
        seen.clue("model_evaluates", self.model_evaluates)  # but do its layers?
        seen.fact("model_ran", self.ran)
        seen.fact("trains", self.trains)
        seen.fact("recorded", self.recorded)
