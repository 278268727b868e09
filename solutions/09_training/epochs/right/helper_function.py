from collections.abc import Iterable

import torch
from torch import Tensor, nn


def step(model, optimizer, loss_fn, X, y):
    optimizer.zero_grad(set_to_none=False)
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def one_epoch(model, optimizer, loss_fn, loader):
    model.train()
    mean, samples = 0.0, 0
    for X, y in loader:
        loss = step(model, optimizer, loss_fn, X, y)
        samples += len(y)
        mean += (loss - mean) * len(y) / samples
    return mean


def epochs(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    loader: Iterable[tuple[Tensor, Tensor]],
    count: int,
) -> list[float]:
    return [one_epoch(model, optimizer, loss_fn, loader) for _ in range(count)]
