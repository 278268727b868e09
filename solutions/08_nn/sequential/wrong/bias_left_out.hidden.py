import torch
from torch import nn


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    model = nn.Sequential(
        nn.Linear(inputs, hidden, bias=False),
        nn.Tanh(),
        nn.Linear(hidden, 1),
    )
    count = sum(parameter.numel() for parameter in model.parameters())
    return model, count
