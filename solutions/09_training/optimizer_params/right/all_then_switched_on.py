import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    model.requires_grad_(False)
    model.add_module("2", nn.Linear(model[0].out_features, outputs))
    groups = [{"params": [model[2].weight]}, {"params": [model[2].bias]}]
    return torch.optim.SGD(groups, lr=lr, momentum=0.0)
