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
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    slopes = torch.autograd.grad(loss, list(model.parameters()), retain_graph=True)
    length = sum(float(slope.square().sum()) for slope in slopes) ** 0.5
    (loss * min(1.0, limit / length)).backward()
    optimizer.step()
    return length
