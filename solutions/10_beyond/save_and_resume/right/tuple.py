import copy

import torch
from torch import Tensor, nn


def save(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> dict:
    states = (model.state_dict(), optimizer.state_dict(), loss.detach())
    return copy.deepcopy(states)


def resume(model: nn.Module, optimizer: torch.optim.Optimizer, checkpoint: dict) -> float:
    for part, state in zip((model, optimizer), checkpoint):
        part.load_state_dict(state)
    return float(checkpoint[2])
