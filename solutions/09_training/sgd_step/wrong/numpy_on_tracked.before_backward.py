import torch
from torch import Tensor, nn


def sgd_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
) -> float:
    optimizer.zero_grad()
    loss = loss_fn(model(X), y)
    value = float(loss.numpy())
    loss.backward()
    optimizer.step()
    return value
