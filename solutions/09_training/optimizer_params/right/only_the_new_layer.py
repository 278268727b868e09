import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    for parameter in model[0].parameters():
        parameter.requires_grad = False
    last = nn.Linear(model[-1].in_features, outputs)
    model[-1] = last
    return torch.optim.SGD(last.parameters(), lr)
