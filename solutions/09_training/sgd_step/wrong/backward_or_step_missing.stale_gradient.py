import torch
from torch import Tensor, nn


def sgd_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
) -> float:
    loss = loss_fn(model(X), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
