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
        total = torch.zeros(())
        samples = 0
        for X, y in loader:
            model.zero_grad()
            loss = loss_fn(model(X), y)
            loss.backward()
            optimizer.step()
            total += loss.detach() * y.size(0)
            samples += y.size(0)
        history.append((total / samples).item())
    return history
