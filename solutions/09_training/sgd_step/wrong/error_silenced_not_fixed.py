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
    with torch.no_grad():
        prediction = model(X)
    loss = loss_fn(prediction, y)
    loss.requires_grad_()
    loss.backward()
    optimizer.step()
    return loss.item()
