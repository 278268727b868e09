import math
import random
import weakref

import torch
from torch import Tensor, nn
from torch.nn.modules import module as hooks
from torch.optim.optimizer import register_optimizer_step_post_hook

from autograder.probing import ask, hooked, is_plain_tensor, keeps_graph, watching
from autograder.probing.facts import describe, describe_tensor, type_in_words
from autograder.probing.rules import mean_square_error, near, some_of
from autograder.probing.submission import LearnerError

# Weights are random, so facts are truth values, which every sound training shows alike, or
# numbers that the judge holds against the points of the case.
_LIMIT = 0.1  # a straight line can't get below 0.3, the reference gets below 0.02
_FLAT = 0.008  # variance of a prediction; the best straight line has 0.02 or more
_runs = weakref.WeakKeyDictionary()


def curve_is_learnt_on_unseen_points(submission, case):
    with watching() as seen:
        run = _run(submission, case)
        run.tell_of_the_curve(seen)
    return seen


def each_step_goes_by_its_own_gradients(submission, case):
    with watching() as seen:
        run = _run(submission, case)
        run.tell_of_the_steps(seen, submission)
    return seen


def history_is_made_of_numbers(submission, case):
    with watching() as seen:
        run = _run(submission, case)
        kinds = [type_in_words(entry) for entry in run.entries]
        seen.fact("history.keeps_graph", keeps_graph(run.history))
        seen.fact("history.floats", bool(kinds) and set(kinds) == {"float"})
        numbers = [n for entry in run.entries for n in getattr(describe(entry), "values", [entry])]
        falls = len(numbers) > 1 and all(type(n) is float for n in numbers)
        falls = falls and numbers[-1] < numbers[0]
        seen.fact("history.falls", falls)
        run.tell_of_what_was_learnt(seen)
        kind = kinds[0] if len(set(kinds)) == 1 else "several"
        number = case.number_for("float").get(kind)
        seen.fact("history.in_numbers", number if falls else None)
        seen.clue("history.entries", min(len(numbers), 2))
    return seen


def new_points_are_looked_at_and_no_more(submission, case):
    with watching() as seen:
        run = _run(submission, case)
        run.tell_of_the_evaluation(seen)
    return seen


def _run(submission, case):
    """
    Return what one training showed, for all four claims: it takes too long to be made four times.

    Hence its inputs depend on the seed and the case's number, not on the claim.
    """
    seed = f"{case.seed.rsplit('/', 2)[0]}/{case.index}"
    runs = _runs.setdefault(submission, {})
    if seed not in runs:
        runs[seed] = _Run(seed)
        runs[seed].make(submission)
    if runs[seed].error is not None:
        raise runs[seed].error
    return runs[seed]


class _Run:
    """One call, and what is watched meanwhile."""

    def __init__(self, seed):
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        # Tilted enough for the best line not to be flat: so the two can be told apart.
        self._sign, self._shift = self._random.choice([-1, 1]), self._random.uniform(-0.7, 0.7)
        self.X, self.y = self._points(64, 0.0)
        self.X_new, self.y_new = self._points(32, 0.25)
        self._unseen = [-1.96 + 0.098 * (n + self._random.uniform(-0.4, 0.4)) for n in range(41)]
        self._random.shuffle(self._unseen)
        self.error = self.model = self.history = self.new_loss = None
        self.three_parts = False
        self.training = _Training(self.X, self.X_new)

    def _points(self, count, offset):
        """Points of the noisy curve, in random order; *offset* keeps the new ones apart."""
        drawn = [self._random.uniform(0, 0.2) for _ in range(count)]
        places = [-2 + 4 * (number + offset + part) / count for number, part in enumerate(drawn)]
        self._random.shuffle(places)
        heights = [self._height(x) + self._random.gauss(0, 0.1) for x in places]
        return torch.tensor(places).reshape(-1, 1), torch.tensor(heights).reshape(-1, 1)

    def _height(self, x):
        return self._sign * math.sin(2 * x + self._shift)

    def make(self, submission):
        torch.manual_seed(self._random.getrandbits(32))
        torch.set_grad_enabled(True)  # whatever an earlier call left behind
        self.training.start()
        try:
            returned = submission.capstone(self.X, self.y, self.X_new, self.y_new)
            if (type(returned) is tuple or type(returned) is list) and len(returned) == 3:
                self.model, self.history, self.new_loss = returned
                self.three_parts = True
        except LearnerError as error:
            self.error = error
        finally:
            self.training.stop()
            torch.set_grad_enabled(True)

    @property
    def entries(self):
        is_list = type(self.history) is list or type(self.history) is tuple
        return self.history[:5_000] if is_list else []

    def _ask_model(self, X):
        """Return the prediction for *X* in evaluation mode: shape in words, and its numbers."""
        with torch.no_grad():
            prediction = ask(lambda: self.model.eval()(X))
        if not is_plain_tensor(prediction):
            return type_in_words(prediction), ()
        fact = describe_tensor(prediction)
        return str(fact.shape), fact.values

    def tell_of_the_curve(self, seen):
        seen.fact("three_parts", self.three_parts)
        places = self._unseen
        wanted = [self._height(x) for x in places]
        shape, found = self._ask_model(torch.tensor(places).reshape(-1, 1))
        seen.fact("prediction.shape", shape)
        if len(found) == len(wanted):
            points = self.X.flatten().tolist(), self.y.flatten().tolist()
            curve = tuple(zip(*sorted(zip(places, found, strict=True)), strict=True))
            seen.show_fit(points, curve, [n for n in self.entries if type(n) is float])
            finite = all(map(math.isfinite, found))
            spread, bend = _spread(places, found) if finite else (0.0, 0.0)
            # Exact zeros come out of a relu and of nothing else.
            cut_off = finite and min(found) == 0
            seen.fact("finite", finite)
            seen.fact("cut_off", cut_off)
            seen.fact("flat", finite and not cut_off and spread < _FLAT)
            seen.fact("straight", finite and spread >= _FLAT and bend < 1e-3 * spread)
            seen.judged("predictions", found, near(wanted, _LIMIT))

    def tell_of_what_was_learnt(self, seen):
        """A history that falls is that of a training on these points."""
        heights = self.y.flatten().tolist()
        mean = sum(heights) / len(heights)
        # What one number for all misses by. Untrained networks miss by more, as a rule by much.
        limit = 1.3 * _mean_square([mean] * len(heights), heights)
        _, found = self._ask_model(self.X)
        seen.judged("learnt", found, near(heights, limit))

    def tell_of_the_steps(self, seen, submission):
        training = self.training
        registered = ask(lambda: sum(p.numel() for p in self.model.parameters()))
        reached = [p for p in training.parameters if p.arrived]
        adds_up = any(parameter.adds_up for parameter in training.parameters)
        unregistered = sum(p.size for p in reached) > registered
        left_out = any(p.id not in training.held for p in reached)
        seen.fact("adds_up", adds_up)
        seen.fact("gradients_arrive", bool(reached))
        seen.fact("optimizer_steps", training.stepped)
        seen.fact("step_first", training.step_first)
        found = "present" if training.step_first else training.found
        seen.fact("found", found)
        seen.fact("unregistered", unregistered)
        seen.fact("left_out", left_out)
        # A backward pass that starts at a new leaf brings the parameters nothing, like none at all.
        seen.clue("asks_autograd", "backward(" in submission.source)
        seen.fact("trains_in_eval", training.trains_in_eval)
        seen.judged("pulled_by", [*training.pulled_by], some_of(self.X, 0.5))
        amiss = adds_up or training.step_first or training.trains_in_eval
        whole = found == "present" and not (amiss or unregistered or left_out)
        seen.judged("moved_by", [*training.moved_by] if whole else [], some_of(self.X, 0.5))

    def tell_of_the_evaluation(self, seen):
        training = self.training
        seen.fact("evaluation.ran", training.evaluated)
        seen.fact("learns_from_new", training.learns_from_new)
        seen.fact("evaluation.trains", training.evaluates_in_training)
        seen.fact("evaluation.recorded", training.evaluation_recorded)
        seen.fact("new_loss.is_float", type(self.new_loss) is float)
        _, found = self._ask_model(self.X_new)
        loss = [self.new_loss] if type(self.new_loss) is float else []
        seen.judged("new_loss", [found, loss], mean_square_error(self.y_new))
        seen.judged("only_measured", [*training.only_measured()], some_of(self.X_new, 1))


def _mean_square(found, wanted):
    return sum((f - w) ** 2 for f, w in zip(found, wanted, strict=True)) / len(wanted)


def _spread(places, found):
    """Return the variance of *found*, and how much of it no straight line explains."""
    n = len(found)
    mean, middle = sum(found) / n, sum(places) / n
    spread = sum((f - mean) ** 2 for f in found) / n
    along = sum((x - middle) * (f - mean) for x, f in zip(places, found, strict=True)) / n
    width = sum((x - middle) ** 2 for x in places) / n
    return spread, spread - along**2 / width


class _Training:
    """
    The full observer: every parameter that is made, every step, every call of a model.

    Models and optimizers are the learner's, so the hooks are torch's global ones.
    """

    _LOOKED_AT = 30  # steps; a loop does the same in all of them
    _PASSES = 150  # in as many the points may come one by one

    def __init__(self, X, X_new):
        self._points, self._new = X.flatten(), X_new.flatten()
        self.pulled_by = {}  # points by which a gradient came, as the keys: in order and once
        self.moved_by = {}  # those of them whose gradient was there when an optimizer had stepped
        self._passes = 0
        self._given = None
        self._measured, self._used = set(), set()  # new points; used: in another way than measured
        self.parameters, self.held = [], set()
        self.stepped = self.step_first = self.trains_in_eval = self.learns_from_new = False
        self.evaluated = self.evaluates_in_training = self.evaluation_recorded = False
        self.found = "present"
        self._steps = self._depth = 0
        self._asked_new = False
        self._arrived_before = {}

    def start(self):
        self._hooks = [
            hooks.register_module_parameter_registration_hook(hooked(self._saw_parameter)),
            hooks.register_module_forward_pre_hook(hooked(self._saw_input)),
            hooks.register_module_forward_hook(hooked(self._saw_output)),
            register_optimizer_step_post_hook(hooked(self._saw_step)),
        ]

    def stop(self):
        for hook in [*self._hooks, *self.parameters]:
            hook.remove()

    def _saw_parameter(self, _module, _name, parameter):
        if type(parameter) is nn.Parameter and len(self.parameters) < 50:
            self.parameters.append(_Parameter(parameter))

    def _saw_input(self, module, inputs):
        self._depth += 1
        # A module may also be a loss: that is handed more than times.
        if self._depth > 1 or len(inputs) != 1 or not is_plain_tensor(inputs[0]):
            return
        with torch.no_grad():
            self._given = inputs[0].detach().flatten().float()
            self._asked_new = self._is_new(self._given)
        recorded = torch.is_grad_enabled()
        if self._asked_new:
            self.evaluated = True
            self.evaluates_in_training |= module.training
            self.evaluation_recorded |= recorded
            points = self._given[torch.isin(self._given, self._new)].tolist()
            (self._used if module.training or recorded else self._measured).update(points)
        elif recorded:
            self.trains_in_eval |= not module.training

    def only_measured(self):
        """The new points about which the model was asked in evaluation mode, unrecorded, alone."""
        return sorted(self._measured - self._used)

    def _is_new(self, numbers):
        """
        Whether *numbers* are new points, or some of them are.

        By chance alone a number among thousands equals a new point once in a while: a
        prediction that is handed to a loss, a hidden unit's. Three at a time don't.
        """
        met = int(torch.isin(numbers, self._new).sum())
        return met >= min(3, max(1, numbers.numel()))

    def _saw_output(self, _module, _inputs, output):
        self._depth -= 1
        if self._depth != 0:
            return
        given, asked_new = self._given, self._asked_new
        self._given, self._asked_new = None, False
        if given is None or type(output) is not Tensor or not output.requires_grad:
            return
        if asked_new:
            output.register_hook(hooked(self._saw_gradient_of_new))
        if self._passes < self._PASSES and len(self.pulled_by) < len(self._points):
            self._passes += 1
            output.register_hook(lambda _: self._saw_gradient_of(given))

    def _saw_gradient_of(self, given):
        points = given[torch.isin(given, self._points)].tolist()
        self.pulled_by.update(dict.fromkeys(points))

    def _saw_gradient_of_new(self, _):
        self.learns_from_new = True

    def _saw_step(self, optimizer, *_):
        self.stepped = True
        self._steps += 1
        self.moved_by.update(self.pulled_by)
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        held = {id(parameter) for parameter in parameters}
        for parameter in self.parameters:
            if parameter.id in held:
                parameter.has_been_stepped()
        if self._steps > self._LOOKED_AT:
            return
        self.held |= held
        arrived = sum(parameter.arrived for parameter in self.parameters)
        # Another optimizer may have stepped in between, by the same backward pass.
        self.step_first |= arrived == self._arrived_before.get(id(optimizer), 0)
        self._arrived_before[id(optimizer)] = arrived
        gradients = [p.grad for p in parameters if p.grad is not None]
        if not any(bool(gradient.any()) for gradient in gradients):
            self.found = "zero" if gradients else "absent"


class _Parameter:
    """What arrives at one parameter, and whether it adds up with what came before the last step."""

    _LOOKED_AT = 60  # arrivals

    def __init__(self, parameter):
        self.id, self.size = id(parameter), parameter.numel()
        self.arrived, self.adds_up = 0, False
        self._fresh = self._due = None
        self._kept = parameter  # so that its id stays its own
        self._hooks = [
            parameter.register_hook(hooked(self._saw_fresh)),
            parameter.register_post_accumulate_grad_hook(hooked(self._saw_accumulated)),
        ]

    def remove(self):
        for hook in self._hooks:
            hook.remove()

    def _saw_fresh(self, gradient):
        self.arrived += 1
        self._fresh = gradient.detach().clone() if self.arrived < self._LOOKED_AT else None

    def _saw_accumulated(self, parameter):
        if self._fresh is None:
            return
        # Several passes between two steps are micro-batches, and add up on purpose.
        self._due = self._fresh if self._due is None else self._due + self._fresh
        whole = [self._fresh, self._due]
        self.adds_up |= not any(
            torch.allclose(parameter.grad, one, equal_nan=True) for one in whole
        )

    def has_been_stepped(self):
        self._due = None
