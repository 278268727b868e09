import torch
from torch import nn

from autograder.probing import ask, describe, is_plain_tensor, watching


def every_layer_and_the_scale_are_registered(submission, case):
    with watching() as seen:
        model = _model(submission, case, seen, *_drawn_inputs(case))
        if model is not None:
            seen.fact("registered", ask(lambda: _names(model.named_parameters())))
            seen.fact("scale_at_start", ask(lambda: getattr(model, "scale", None)))
            # In a list they are not registered, but at least they are there.
            seen.clue("layers", ask(lambda: hasattr(model, "layers")))
            seen.clue("scale_is_buffer", ask(lambda: "scale" in dict(model.named_buffers())))
            seen.clue("parameters", ask(lambda: len(list(model.parameters()))))
    return seen


def mean_is_stored_but_no_parameter(submission, case):
    with watching() as seen:
        model = _model(submission, case, seen, *_drawn_inputs(case))
        if model is not None:
            seen.fact("buffers", ask(lambda: _names(model.named_buffers(), "mean")))
            seen.fact("stored_beside_parameters", ask(lambda: _beside_parameters(model, "mean")))
            mean = ask(lambda: getattr(model, "mean", None))
            seen.fact("mean", mean)
            seen.fact("mean.requires_grad", is_plain_tensor(mean) and mean.requires_grad)
    return seen


def optimizer_moves_all_parameters_and_not_the_mean(submission, case):
    inputs, hidden, depth, mean = _inputs(case)
    rows = case.size("N", 4, 1, 7, 5)
    X, y = case.tensor(rows, inputs, low=-1, high=1), case.tensor(rows, 1, low=4, high=9)
    values = {
        "scale": case.tensor(1, low=1, high=2),
        "output.weight": case.tensor(1, hidden),
        "output.bias": case.tensor(1),
    }
    for number in range(depth):
        width = hidden if number else inputs
        values[f"layers.{number}.weight"] = case.tensor(hidden, width, low=-1, high=1)
        values[f"layers.{number}.bias"] = case.tensor(hidden, low=-1, high=1)
    with watching() as seen:
        model = _model(submission, case, seen, inputs, hidden, depth, mean)
        if model is not None:
            ask(lambda: _fill(model, values))
            seen.fact("forecast", ask(lambda: model(X)))
            seen.fact("moved", ask(lambda: _moved_by_a_step(model, X, y)))
            for name in ("scale", "mean"):
                after = ask(lambda name=name: getattr(model, name, None))
                seen.fact(f"{name}_after_the_step", after)
    return seen


def _inputs(case):
    inputs, hidden, depth = case.cycle((3, 4, 3), (5, 2, 2), (2, 6, 1), (4, 3, 4))
    return inputs, hidden, depth, case.tensor(inputs, low=-1, high=1)


def _drawn_inputs(case):
    inputs = case.integer(2, 9)
    hidden = case.choice([size for size in range(2, 10) if size != inputs])
    return inputs, hidden, case.cycle(3, 2, 1, 4), case.tensor(inputs, low=-1, high=1)


def _model(submission, case, seen, *inputs):
    """A new model, or None for what is no module."""
    case.seed_torch()  # what is not registered keeps its random numbers
    torch.set_grad_enabled(True)
    model = submission.registered(*inputs)
    is_module = issubclass(type(model), nn.Module)
    seen.fact("is_module", is_module)
    return model if is_module else None


# The rest runs inside ask: a learner's class may have methods of its own for all of it.


def _names(named, only=""):
    return sorted(f"{name} {tuple(one.shape)}" for name, one in named if only in name)


def _beside_parameters(model, only):
    parameters = {name for name, _ in model.named_parameters()}
    named = [(name, one) for name, one in model.state_dict().items() if name not in parameters]
    return _names(named, only)


def _fill(model, values):
    """Put the *values* into those parameters that are registered with the right shape."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in values and parameter.shape == values[name].shape:
                parameter.copy_(values[name])


def _moved_by_a_step(model, X, y):
    """Names of the registered tensors that a step of an optimizer changes."""
    registered = [*model.named_parameters(), *model.named_buffers()]
    before = [describe(one) for _, one in registered]
    # What torch.optim.SGD does, without its first use, which takes seconds in a cold process.
    handed_over = list(model.parameters())
    ((model(X) - y) ** 2).mean().backward()
    with torch.no_grad():
        for one in handed_over:
            if one.grad is not None:
                one.sub_(0.1 * one.grad)
    pairs = zip(registered, before, strict=True)
    return sorted(f"{name}" for (name, one), was in pairs if describe(one) != was)
