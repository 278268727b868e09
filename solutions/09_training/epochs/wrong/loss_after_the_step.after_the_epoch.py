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
        for X, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(X), y)
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            losses = [(loss_fn(model(X), y).item(), len(X)) for X, y in loader]
        history.append(sum(loss * size for loss, size in losses) / sum(n for _, n in losses))
    return history
