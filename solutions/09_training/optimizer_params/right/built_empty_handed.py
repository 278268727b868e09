import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    model[2] = nn.Linear(model[2].in_features, outputs)
    optimizer = torch.optim.SGD(model[2].parameters(), lr=lr)
    model[0].weight.requires_grad_(False)
    model[0].bias.requires_grad_(False)
    return optimizer
