import torch
from torch import Tensor, nn
from torch.nn.modules import module as hooks
from torch.optim.optimizer import register_optimizer_step_post_hook

from autograder.probing import (
    Events,
    GradientsPerStep,
    Watcher,
    ask,
    hooked,
    is_plain_tensor,
    keeps_graph,
    type_in_words,
    watching,
)
from autograder.probing.facts import describe, describe_tensor
from autograder.probing.rules import (
    answers_of_weights,
    gradient_of_last_bias,
    mean_square_error,
)

# Each check runs the whole script and looks at one bug alone: what it tells must not depend
# on which of the others are still there. So where a loss is looked at for another bug's sake, all
# targets are equal (then it is no matter which of them a prediction meets), and a sum is made a mean.


def every_layer_is_registered(submission, case):
    script = _Script(case)
    with watching(script) as seen:
        model, _, _ = script.run(submission, seen)
        registered = ask(lambda: sum(p.numel() for p in model.parameters()))
        seen.fact("registered", registered)
        seen.fact("held", script.held)
        rows = case.tensor(3, 3, low=-2, high=2)
        all_held = script.held == registered
        sent = ask(lambda: _weights_and_answers(model, rows)) if all_held else []
        seen.judged("model", sent, answers_of_weights(rows))
    return seen


def each_prediction_meets_its_own_target(submission, case):
    script = _Script(case)
    with watching(script) as seen:
        _, _, new_loss = script.run(submission, seen)
        seen.fact("crosswise", script.crosswise)
        seen.fact("mean_square", script.mean_square)
        numbers = [script.answers, _numbers(new_loss)]
        seen.judged("new_loss", numbers, mean_square_error(script.y_new))
    return seen


def history_is_made_of_numbers(submission, case):
    script = _Script(case, equal_targets=True)
    with watching(script) as seen:
        _, history, _ = script.run(submission, seen)
        seen.fact("history.keeps_graph", keeps_graph(history))
        entries = history[:100] if type(history) is list or type(history) is tuple else []
        seen.fact("history.kinds", [_kind(entry) for entry in entries])
        numbers = [number for entry in entries for number in _numbers(entry)]
        fits = _alike(numbers, script.losses)
        seen.fact("history.fits", fits)
        floats = [entry for entry in entries if fits and type(entry) is float]
        first = _with_mean(script.first_prediction, floats[:1], script.y)
        seen.judged("history.first", first, mean_square_error(script.y))
    return seen


def gradients_do_not_add_up(submission, case):
    script = _Script(case)
    with watching(script) as seen:
        script.run(submission, seen)
        adds_up = any(watcher.adds_up for watcher in script.gradients)
        seen.fact("adds_up", adds_up)
        # Only part of the parameters is swept: others than those of a forgotten sweep add up.
        seen.clue("added_up", sum(watcher.adds_up for watcher in script.gradients))
        seen.clue("swept_once", "zero_grad(" in submission.source)
        number = case.integer(1, script.due - 1)  # in the first pass there is nothing to add up to
        # The last bias speaks for all parameters, but only where none of them adds up.
        pull = [] if adds_up else script.pulls[number : number + 1]
        seen.judged("gradient", pull, gradient_of_last_bias(script.y))
    return seen


def backward_comes_before_each_step(submission, case):
    script = _Script(case)
    with watching(script) as seen:
        script.run(submission, seen)
        seen.fact("backwards", len(script.losses))
        seen.fact("steps", script.steps)
        seen.fact("step_first", script.step_first)
        # What a step finds that comes too early depends on the zeroing, another claim's business.
        seen.fact("found", "present" if script.step_first else script.found)
        seen.judged("first_step", script.first_step, gradient_of_last_bias(script.y))
    return seen


def evaluation_is_one(submission, case):
    script = _Script(case, equal_targets=True)
    with watching(script) as seen:
        _, _, new_loss = script.run(submission, seen)
        seen.fact("evaluation.ran", script.evaluated)
        seen.fact("evaluation.trains", script.evaluation_trains)
        seen.fact("evaluation.recorded", script.evaluation_recorded)
        seen.fact("training.trains", script.training_trains)
        seen.fact("new_loss.is_float", type(new_loss) is float)
        numbers = _with_mean(script.answers, _numbers(new_loss), script.y_new)
        # With targets that are all equal the number is right in any mode: so it counts in its own.
        measured = numbers if script.is_evaluated and type(new_loss) is float else []
        seen.judged("new_loss", measured, mean_square_error(script.y_new))
    return seen


def _weights_and_answers(model, rows):
    """The registered parameters by their shapes, and the answers that a right model makes of them."""
    by_shape = {tuple(p.shape): p for p in model.parameters()}
    weights = [by_shape.get(shape) for shape in ((4, 3), (4,), (1, 4), (1,))]
    if any(weight is None for weight in weights):
        return []
    with torch.no_grad():
        return [*weights, model.eval()(rows)]


def _kind(entry):
    return "tensor" if is_plain_tensor(entry) else type_in_words(entry)


def _numbers(entry):
    """The number that a float or a tensor holds: which of them it is, another fact tells."""
    fact = describe(entry)
    return [fact] if type(fact) is float else list(getattr(fact, "values", ()))


def _with_mean(predictions, loss, targets):
    """Predictions and the number in *loss*, where this is their sum of squares its mean."""
    count = len(targets)
    if len(predictions) == count and len(loss) == 1:
        mean = _mean_square(predictions, targets)
        if _near(loss[0], mean * count) and not _near(loss[0], mean):
            return [predictions, [loss[0] / count]]
    return [predictions, loss]


def _mean_square(predictions, targets):
    pairs = zip(predictions, targets.tolist(), strict=True)
    return sum((prediction - y) ** 2 for prediction, y in pairs) / len(targets)


def _alike(one, other):
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(_near(*pair) for pair in pairs)


def _near(one, other):
    return abs(one - other) <= 1e-3 * (1 + abs(other))


class _Script(Events):
    """One run of the script, and what is seen of the six things that may go wrong in it."""

    # What compares two tensors and says nothing of the shape in between.
    _LOSSES = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")
    _ASKS = ("backward", "torch.autograd.backward", "torch.autograd.grad")

    def __init__(self, case, *, equal_targets=False):
        super().__init__()
        torch.set_grad_enabled(True)  # whatever an earlier call left behind
        self.N, self.M = case.cycle((5, 8), (1, 6), (7, 2), (6, 9))
        case.sizes["N"] = self.N
        self.X, self.y = case.tensor(self.N, 3, low=-2, high=2), case.tensor(self.N)
        self.X_new, self.y_new = case.tensor(self.M, 3, low=-2, high=2), case.tensor(self.M)
        if equal_targets:
            self.y[:], self.y_new[:] = self.y[0].item(), self.y_new[0].item()
        self.lr, self.due = case.cycle(0.05, 0.1, 0.02, 0.08), case.cycle(4, 3, 5, 3)
        case.seed_torch()
        self.held = None
        self.crosswise = self.step_first = False
        self.mean_square = self.training_trains = True
        self.evaluated = self.evaluation_trains = self.evaluation_recorded = False
        self.found, self.steps, self.losses, self.gradients = "present", 0, [], []
        self._asked = self._summed = self._accumulates = False
        self._prediction = self._bias = None
        # Predictions of N samples with the gradient that they brought to the last bias, for each
        # pass; those of the first step; those of the first pass; and the predictions of M samples.
        self.pulls, self.first_step, self.first_prediction, self.answers = [], [], [], []

    def run(self, submission, seen):
        """Call the script and return what it returned, as three parts."""
        arguments = (self.X, self.y, self.X_new, self.y_new, self.lr, self.due)
        returned = submission.bug_hunt(*arguments)
        torch.set_grad_enabled(True)
        fits = (type(returned) is tuple or type(returned) is list) and len(returned) == 3
        seen.fact("three_parts", fits)
        return returned if fits else (nn.Identity(), None, None)

    @property
    def is_evaluated(self):
        """Whether the model learns in training mode, and is measured in the other, unrecorded."""
        in_mode = self.training_trains and not self.evaluation_trains
        return self.evaluated and in_mode and not self.evaluation_recorded

    def _of_mean(self, gradient):
        """The *gradient* of the mean, where the script takes a sum."""
        return [number / self.N if self._summed else number for number in gradient.tolist()]

    def start(self):
        self._hooks = [
            hooks.register_module_parameter_registration_hook(hooked(self._saw_parameter)),
            hooks.register_module_forward_pre_hook(hooked(self._saw_input)),
            hooks.register_module_forward_hook(hooked(self._saw_output)),
            register_optimizer_step_post_hook(hooked(self._saw_step)),
        ]
        super().start()

    def stop(self):
        super().stop()
        for hook in [*self._hooks, *self.gradients]:
            (hook.stop if isinstance(hook, Watcher) else hook.remove)()

    def _saw_parameter(self, _, name, parameter):
        if type(parameter) is nn.Parameter and len(self.gradients) < 20:
            self.gradients.append(GradientsPerStep(parameter, name))
            self.gradients[-1].start()
            if parameter.numel() == 1:
                self._bias = parameter
                self._hooks.append(
                    parameter.register_post_accumulate_grad_hook(hooked(self._saw_pull))
                )

    def _saw_input(self, module, inputs):
        if type(module) not in (nn.Linear, nn.Dropout) or not inputs:
            return
        rows = inputs[0].shape[0]
        if rows == self.M:
            self.evaluated = True
            self.evaluation_trains |= type(module) is nn.Dropout and module.training
            self.evaluation_recorded |= torch.is_grad_enabled()
        elif type(module) is nn.Dropout:
            self.training_trains &= module.training

    def _saw_output(self, _module, _inputs, output):
        # A module may also be a loss, whose single number is no prediction even for N = 1.
        is_prediction = type(output) is Tensor and output.dim() > 0 and output.numel() == self.N
        if is_prediction and output.requires_grad:
            self._prediction = describe_tensor(output).values
            self.first_prediction = self.first_prediction or self._prediction
        elif type(output) is Tensor and output.dim() > 0 and output.numel() == self.M:
            self.answers = describe_tensor(output).values

    def _saw_pull(self, bias):
        self._accumulates = True
        self._note_pull(bias)

    def _note_pull(self, bias):
        if len(self.pulls) < 50:
            self.pulls.append([self._prediction, self._of_mean(bias.grad)])

    def _saw_step(self, optimizer, *_):
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        self.held = sum(parameter.numel() for parameter in parameters)
        if self.steps == 0:
            found = self._bias.grad if self._bias is not None else None
            pull = [] if found is None else self._of_mean(found)
            self.first_step = [self._prediction, pull]
        if not self._accumulates and self._bias is not None and self._bias.grad is not None:
            self._note_pull(self._bias)  # put there by hand, after torch.autograd.grad
        self.steps += 1
        self.step_first |= not self._asked
        self._asked = False
        gradients = [p.grad for p in parameters if p.grad is not None]
        if not any(bool(gradient.any()) for gradient in gradients):
            self.found = "zero" if gradients else "absent"

    def _saw(self, name, inputs, result):
        short = name.removeprefix("torch.Tensor.")
        if short in self._ASKS and inputs:
            self._asked = True
            self._saw_loss(inputs[0])
        if type(result) is Tensor and result.dim() == 2 and result.shape[0] == result.shape[1]:
            self.crosswise |= result.shape[0] in (self.N, self.M) and result.shape[0] > 1
        if name.rpartition(".")[2] in self._LOSSES and len(inputs) > 1:
            prediction, y = inputs[:2]
            self.crosswise |= prediction.shape != y.shape and y.numel() > 1

    def _saw_loss(self, loss):
        value = describe_tensor(loss).values[0]
        self.losses.append(value)
        if self._prediction is not None and not self.crosswise:
            mean = _mean_square(self._prediction, self.y)
            self.mean_square &= _near(value, mean)
            self._summed |= _near(value, mean * self.N) and not _near(value, mean)
