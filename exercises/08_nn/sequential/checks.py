import torch
from torch import nn

from autograder.probing import ask, type_in_words, watching


def layers_are_stacked_in_order(submission, case):
    weights, places = case.floats(2), case.floats(5)
    with watching() as seen:
        model, _ = _stacked(submission, *_sizes(case))
        seen.fact("model_type", _type(model))
        if _is_sequential(model):
            kinds = [_kind(layer) for layer in ask(lambda: list(model))]
            seen.fact("layers", kinds)
            if kinds == ["Linear", "Tanh", "Linear"]:
                seen.fact("passed_on", ask(lambda: _passed_on(model, weights, places)))
    return seen


def stored_numbers_fit_and_predict(submission, case):
    inputs, hidden = _sizes(case)
    X = case.tensor(case.size("N", 4, 1, 7, 5), inputs)
    # So large an output weight that no squeezed output comes near the forecast.
    stored = {
        "0.weight": case.tensor(hidden, inputs, low=-1, high=1),
        "0.bias": case.tensor(hidden, low=-1, high=1),
        "2.weight": case.tensor(1, hidden, low=-9, high=9),
        "2.bias": case.tensor(1, low=-9, high=9),
    }
    with watching() as seen:
        model, _ = _stacked(submission, inputs, hidden)
        if _is_sequential(model):
            names = ask(lambda: _names(model.state_dict()))
            seen.fact("stored_names", names)
            if names == _names(stored):
                ask(lambda: model.load_state_dict(stored))
                seen.fact("forecast", ask(lambda: model(X)))
        else:
            seen.fact("model_type", _type(model))
    return seen


def every_trainable_number_is_counted(submission, case):
    with watching() as seen:
        _, count = _stacked(submission, *_drawn_sizes(case))
        seen.fact("count", count)
    return seen


def _sizes(case):
    return case.cycle((3, 4), (5, 2), (2, 6), (4, 3))


def _drawn_sizes(case):
    inputs = case.integer(2, 9)
    return inputs, case.choice([size for size in range(2, 10) if size != inputs])


def _stacked(submission, inputs, hidden):
    with torch.enable_grad():
        returned = submission.sequential(inputs, hidden)
    is_pair = type(returned) in (tuple, list) and len(returned) == 2
    return returned if is_pair else (returned, None)


def _is_sequential(model):
    # Asks the type, which the model can't lie about, and not the model.
    return issubclass(type(model), nn.Sequential)


def _type(model):
    if _is_sequential(model):
        return "nn.Sequential"
    return "list" if type(model) in (list, tuple) else type_in_words(model)


def _kind(layer):
    """What a layer is called in code: ``Linear``, ``Tanh``."""
    name = type_in_words(layer)
    return name.rpartition(".")[2] if name.startswith("torch.nn.") else name


def _passed_on(model, weights, places):
    """
    What becomes of each of *places* on its way through the layers, whatever their sizes.

    Each layer of weights gets one of *weights* for the mean of its inputs, and no bias.
    """
    waiting, numbers = list(weights), torch.tensor(places)
    with torch.no_grad():
        for layer in model:
            if type(layer) is nn.Linear:
                layer.weight.fill_(waiting.pop(0) / layer.weight.shape[1])
                if layer.bias is not None:
                    layer.bias.zero_()
                width = layer.weight.shape[1]
            else:
                width = 1
            numbers = layer(numbers[:, None].repeat(1, width)).mean(1)
    return numbers


def _names(state):
    return sorted(f"{name} {tuple(value.shape)}" for name, value in state.items())
