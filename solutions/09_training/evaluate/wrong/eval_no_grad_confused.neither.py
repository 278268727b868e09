import torch
from torch import Tensor, nn


def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    loss = loss_fn(model(X), y)
    return loss.item()
