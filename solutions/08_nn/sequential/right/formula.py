import torch
from torch import nn


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    layers = [nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, out_features=1)]
    return nn.Sequential(*layers), inputs * hidden + hidden + hidden * 1 + 1
