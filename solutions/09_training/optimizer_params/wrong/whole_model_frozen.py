import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    model[2] = nn.Linear(model[2].in_features, outputs)
    model.requires_grad_(False)
    return torch.optim.SGD(model.parameters(), lr=lr)
