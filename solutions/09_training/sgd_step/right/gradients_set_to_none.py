import torch
from torch import Tensor, nn


def sgd_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
) -> float:
    for parameter in model.parameters():
        parameter.grad = None
    loss = loss_fn(model(X), y)
    value = loss.item()
    loss.backward()
    optimizer.step()
    return value
