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
        losses, sizes = [], []
        for X, y in loader:
            loss = loss_fn(model(X), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            sizes.append(X.shape[0])
        weighted = [loss * size for loss, size in zip(losses, sizes, strict=True)]
        history.append(sum(weighted) / sum(sizes))
    return history
