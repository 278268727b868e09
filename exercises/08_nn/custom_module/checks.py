import torch
from torch import nn

from autograder.probing import (
    Watcher,
    ask,
    describe,
    gradient_in_use,
    hooked,
    is_plain_tensor,
    watching,
)


def five_parameters_are_registered(submission, case):
    sizes, number = _drawn_sizes(case), case.uniform(1, 9)
    with watching() as seen:
        model = _network(submission, case, seen, *sizes)
        if model is not None:
            parameters = ask(lambda: dict(model.named_parameters()))
            seen.fact("registered", ask(lambda: _names(parameters)))
            gain = ask(lambda: getattr(model, "gain", None))
            seen.fact("gain_at_start", gain)
            seen.fact("gain.requires_grad", is_plain_tensor(gain) and gain.requires_grad)
            seen.clue("gain_is_leaf", is_plain_tensor(gain) and gain.is_leaf)
            seen.fact("gain_in_use", gradient_in_use(gain, number))
    return seen


def calling_the_model_gives_the_forecast(submission, case):
    inputs, hidden = _sizes(case)
    X = case.tensor(case.size("N", 4, 1, 7, 5), inputs)
    values = _values(case, inputs, hidden)
    factor = case.uniform(2, 9)
    calls = _Calls()
    with watching(calls) as seen:
        model = _network(submission, case, seen, inputs, hidden)
        if model is not None:
            ask(lambda: _fill(model, values))
            forecast = ask(lambda: model(X))
            again = ask(lambda: model(X))
            seen.fact("forward_runs", any(called is model for called in calls.modules))
            seen.fact("repeatable", ask(lambda: describe(forecast) == describe(again)))
            seen.fact("forecast", forecast)
            seen.clue("tracked", is_plain_tensor(forecast) and forecast.requires_grad)
            multiplied = ask(lambda: _through_a_hook(model, X, factor))
            seen.fact("forecast_through_a_hook", multiplied)
    return seen


def every_parameter_gets_its_gradient(submission, case):
    inputs, hidden = _sizes(case)
    rows = case.size("N", 5, 1, 3, 6)
    X, y = case.tensor(rows, inputs, low=-1, high=1), case.tensor(rows, 1)
    values = _values(case, inputs, hidden)
    calls = _Calls()
    with watching(calls) as seen:
        model = _network(submission, case, seen, inputs, hidden)
        if model is not None:
            ask(lambda: _fill(model, values))
            forecast = ask(lambda: model(X))
            seen.clue("layers_called_under_no_grad", calls.unrecorded)
            tracked = is_plain_tensor(forecast) and forecast.requires_grad
            seen.fact("forecast.requires_grad", tracked)
            if tracked:
                ask(lambda: ((forecast - y) ** 2).mean().backward())
                parameters = ask(lambda: _named(model, values))
                for name, parameter in zip(values, parameters, strict=True):
                    if is_plain_tensor(parameter):
                        seen.fact(f"model.{name}.grad", parameter.grad)
    return seen


def _sizes(case):
    return case.cycle((3, 4), (5, 2), (2, 6), (4, 3))


def _drawn_sizes(case):
    inputs = case.integer(2, 9)
    return inputs, case.choice([size for size in range(2, 10) if size != inputs])


def _values(case, inputs, hidden):
    """Numbers for all parameters, by name."""
    return {
        "gain": case.tensor(1),
        "hidden.weight": case.tensor(hidden, inputs, low=-1, high=1),
        "hidden.bias": case.tensor(hidden, low=-1, high=1),
        "output.weight": case.tensor(1, hidden),
        "output.bias": case.tensor(1),
    }


def _network(submission, case, seen, inputs, hidden):
    """A new network, or None for what is no module."""
    case.seed_torch()  # what is not registered keeps its random numbers
    torch.set_grad_enabled(True)
    model = submission.custom_module(inputs, hidden)
    is_module = issubclass(type(model), nn.Module)
    seen.fact("is_module", is_module)
    return model if is_module else None


def _names(parameters):
    return sorted(f"{name} {tuple(value.shape)}" for name, value in parameters.items())


def _named(model, names):
    registered = dict(model.named_parameters())
    return [registered.get(name) for name in names]


def _fill(model, values):
    """Put the *values* into those parameters that are registered with the right shape."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in values and parameter.shape == values[name].shape:
                parameter.copy_(values[name])


def _through_a_hook(model, X, factor):
    """What a call gives when torch's own call multiplies by *factor* what forward returns."""

    def multiply(_module, _inputs, output):
        return factor * output if is_plain_tensor(output) else output

    hook = nn.Module.register_forward_hook(model, multiply)
    try:
        return model(X)
    finally:
        hook.remove()


class _Calls(Watcher):
    """Which modules were called, and whether under no_grad."""

    def start(self):
        self.modules = []
        self.unrecorded = False
        self._hook = nn.modules.module.register_module_forward_pre_hook(hooked(self._saw))

    def stop(self):
        self._hook.remove()

    def _saw(self, module, _):
        self.unrecorded |= not torch.is_grad_enabled()
        if len(self.modules) < 50:
            self.modules.append(module)
