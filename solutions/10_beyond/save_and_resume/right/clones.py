import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    numbers = {name: value.clone() for name, value in model.state_dict().items()}
    memory = copy.deepcopy(optimizer.state_dict())
    return {"loss": float(loss.detach()), "numbers": numbers, "memory": memory}


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    optimizer.load_state_dict(checkpoint["memory"])
    model.load_state_dict(checkpoint["numbers"])
    return checkpoint["loss"]
