from collections.abc import Iterable

import torch
from torch import Tensor, nn


def epochs(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    loader: Iterable[tuple[Tensor, Tensor]],
    count: int,
) -> list[float]:
    history = [0.0] * count
    for epoch in range(count):
        samples = 0
        for X, y in list(loader):

            def closure(X=X, y=y):
                optimizer.zero_grad()
                loss = loss_fn(model(X), y)
                loss.backward()
                return loss

            loss = optimizer.step(closure)
            history[epoch] += loss.item() * len(X)
            samples += len(X)
        history[epoch] /= samples
    return history
