import torch
from torch import nn


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    model = nn.Sequential()
    for number, layer in enumerate([nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1)]):
        model.add_module(str(number), layer)
    return model, nn.utils.parameters_to_vector(model.parameters()).numel()
