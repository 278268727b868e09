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
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    gradients = torch.autograd.grad(loss_fn(model(X), y), parameters)
    length = torch.cat([g.flatten() for g in gradients]).norm().item()
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient * min(1.0, limit / length)
    optimizer.step()
    return length
