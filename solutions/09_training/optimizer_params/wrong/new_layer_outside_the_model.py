import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    model[0].requires_grad_(False)
    last = model[2]
    last = nn.Linear(last.in_features, outputs)
    return torch.optim.SGD(model.parameters(), lr=lr)
