import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    model[-1] = nn.Linear(model[-1].in_features, outputs)
    for parameter in model.parameters():
        parameter.requires_grad = False
    return torch.optim.SGD(model[-1].parameters(), lr=lr)
