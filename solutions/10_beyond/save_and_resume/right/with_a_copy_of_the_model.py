import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    best = copy.deepcopy(model).state_dict()
    return dict(best=best, loss=loss.item(), optimizer=copy.deepcopy(optimizer).state_dict())


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    model.load_state_dict(checkpoint["best"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["loss"]
