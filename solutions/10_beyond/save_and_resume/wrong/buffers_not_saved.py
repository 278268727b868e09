import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    checkpoint = {
        "model": {n: p.detach() for n, p in model.named_parameters()},
        "optimizer": optimizer.state_dict(),
        "loss": loss.item(),
    }
    return copy.deepcopy(checkpoint)


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    model.load_state_dict(checkpoint["model"], strict=False)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["loss"]
