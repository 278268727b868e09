import torch
from torch import Tensor, nn


def clip_then_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
    limit: float,
) -> float:
    optimizer.zero_grad()
    loss_fn(model(X), y).backward()
    squares = 0.0
    for parameter in model.parameters():
        squares += (parameter.grad**2).sum().item()
    length = squares**0.5
    if length > limit:
        for parameter in model.parameters():
            parameter.grad *= limit / length
    optimizer.step()
    return length
