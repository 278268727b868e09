import torch
from torch import nn


def sequential(inputs: int, hidden: int) -> tuple[nn.Sequential, int]:
    model = nn.Sequential()
    model.append(nn.Linear(inputs, hidden))
    model.append(nn.Tanh())
    model.append(nn.Linear(hidden, 1))
    count = 0
    for parameter in model.parameters():
        count += parameter.numel()
    return model, count
