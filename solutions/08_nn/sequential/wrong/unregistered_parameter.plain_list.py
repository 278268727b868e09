import torch
from torch import nn


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    model = [nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1)]
    count = sum(parameter.numel() for layer in model for parameter in layer.parameters())
    return model, count
