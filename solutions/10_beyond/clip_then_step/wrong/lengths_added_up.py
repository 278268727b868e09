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
    loss = loss_fn(model(X), y)
    loss.backward()
    length = sum(p.grad.norm() for p in model.parameters())
    if length > limit:
        for parameter in model.parameters():
            parameter.grad *= limit / length
    optimizer.step()
    return length.item()
