import torch
from torch import nn

from autograder.probing import (
    Events,
    Watcher,
    ask,
    gradient_in_use,
    hooked,
    is_plain_tensor,
    leaf,
    watching,
)
from autograder.probing.rules import unchanged


def layer_answers_like_the_old_model(submission, case):
    W, b, X = _model(case)
    more = case.tensor(5, W.shape[0])
    with watching() as seen:
        layer, _, weight, bias = _moved(submission, case, W, b, X)
        seen.fact("layer", layer)
        seen.fact("layer.weight", weight)
        seen.fact("layer.bias", bias)
        seen.fact("layer.output", ask(lambda: layer(more)))
    return seen


def prediction_is_made_by_hand_from_the_layer(submission, case):
    W, b, X = _model(case)
    labels = case.floats(4)
    made = _Made()
    with watching(_LayerCalls(), made) as seen:
        _, prediction, weight, bias = _moved(submission, case, W, b, X)
        seen.fact("prediction", prediction)
        seen.clue("made_under_no_grad", made.under_no_grad(prediction))
        if is_plain_tensor(prediction):
            reached = _leaves(prediction)
            seen.fact("prediction.reaches_weight", any(weight is one for one in reached))
            seen.fact("prediction.reaches_bias", any(bias is one for one in reached))
            seen.fact("prediction.reaches_W", any(one is W or one is b for one in reached))
            labelled = zip((weight, bias, W, b), labels, strict=True)
            found = [label for one, label in labelled if any(one is leaf for leaf in reached)]
            seen.fact("prediction.leaves", found)
    return seen


def layer_is_trained_on_its_own(submission, case):
    W, b, X = _model(case)
    before = [one.detach().clone() for one in (W, b)]
    numbers = case.floats(4)
    with watching() as seen:
        layer, _, weight, bias = _moved(submission, case, W, b, X)
        names = ask(lambda: [name for name, _ in nn.Module.named_parameters(layer)])
        seen.fact("layer.parameters", names)
        tensors = [one for one in (weight, bias) if is_plain_tensor(one)]
        seen.fact("parameters_requires_grad", [one.requires_grad for one in tensors])
        seen.fact("parameters_is_leaf", [one.is_leaf for one in tensors])
        with torch.no_grad():
            for one in tensors:
                torch.Tensor.sub_(one, 0.5)
        for name, one, was in zip(("W", "b"), (W, b), before, strict=True):
            seen.judged(f"{name}_after", one, unchanged(was))
            seen.fact(f"{name}.requires_grad", one.requires_grad)
        pairs = zip((weight, bias, W, b), numbers, strict=True)
        seen.fact("in_use", [_slope_in_use(one, number) for one, number in pairs])
    return seen


def _model(case):
    D, K = case.cycle((3, 1), (2, 2), (4, 3), (3, 3))
    return leaf(case.tensor(D, K)), leaf(case.tensor(K)), case.tensor(case.size("N", 4, 1, 7, 5), D)


def _moved(submission, case, W, b, X):
    """What was returned, and the weight and bias of the layer."""
    case.seed_torch()  # a part that is not filled keeps its random numbers
    with torch.enable_grad():
        returned = submission.linear_layer(W, b, X)
    pair = returned if type(returned) in (tuple, list) and len(returned) == 2 else (returned, None)
    layer, prediction = pair
    if type(layer) is not nn.Linear:
        return layer, prediction, None, None
    return layer, prediction, *ask(lambda: (layer.weight, layer.bias))


def _slope_in_use(tensor, number):
    """The gradient at each place of *tensor*, which is one number, whatever its shape."""
    gradient = gradient_in_use(tensor, number)
    return None if gradient is None else gradient.flatten()[:1]


def _leaves(prediction):
    """The leaves that a backward pass from *prediction* would reach."""
    waiting, leaves, met = [prediction.grad_fn], [], {None}
    while waiting and len(met) < 500:
        node = waiting.pop()
        if node in met:
            continue
        met.add(node)
        variable = getattr(node, "variable", None)
        if variable is not None:
            leaves.append(variable)
        waiting += [child for child, _ in node.next_functions]
    return leaves


class _Made(Events):
    """Which results were made while nothing was recorded."""

    def __init__(self):
        super().__init__()
        self._unrecorded = set()

    def _saw(self, name, inputs, result):
        super()._saw(name, inputs, result)
        if not torch.is_grad_enabled():
            self._unrecorded.add(id(result))

    def under_no_grad(self, result):
        return id(result) in self._unrecorded


class _LayerCalls(Watcher):
    """Whether a layer was called. Fact: ``layer_called``."""

    def start(self):
        self.count = 0
        self._hook = nn.modules.module.register_module_forward_pre_hook(hooked(self._saw))

    def stop(self):
        self._hook.remove()

    def _saw(self, *_):
        self.count += 1

    def report(self, seen):
        seen.fact("layer_called", self.count > 0)
