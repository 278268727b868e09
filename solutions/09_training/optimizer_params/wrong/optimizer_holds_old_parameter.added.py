import torch
from torch import nn


def optimizer_params(model: nn.Sequential, outputs: int, lr: float) -> torch.optim.SGD:
    model[0].requires_grad_(False)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model[2] = nn.Linear(model[2].in_features, outputs)
    optimizer.add_param_group({"params": model[2].parameters()})
    return optimizer
