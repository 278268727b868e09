import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    tensors = [*model.parameters(), *model.buffers()]
    numbers = [tensor.detach().clone() for tensor in tensors]
    groups = copy.deepcopy(optimizer.state_dict())
    return {"numbers": numbers, "groups": groups, "loss": loss.detach().clone()}


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    with torch.no_grad():
        for tensor, number in zip([*model.parameters(), *model.buffers()], checkpoint["numbers"]):
            tensor.copy_(number)
    optimizer.load_state_dict(checkpoint["groups"])
    return checkpoint["loss"].item()
