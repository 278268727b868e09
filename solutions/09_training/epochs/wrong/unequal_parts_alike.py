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
    history = []
    for _ in range(count):
        total, samples = 0.0, 0
        for X, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(X), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
            samples += 1
        history.append(total / samples)
    return history
