import torch
from torch import Tensor, nn


def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    model.zero_grad()
    loss = loss_fn(model(X), y)
    loss.backward()
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    return loss.item()
