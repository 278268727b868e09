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
    samples = sum(len(X) for X, _ in loader)
    history = []
    while len(history) < count:
        share = 0.0
        for X, y in loader:
            loss = loss_fn(model(X), y)
            for parameter in model.parameters():
                parameter.grad = None
            loss.backward()
            optimizer.step()
            share += loss.item() * (len(X) / samples)
        history.append(share)
    return history
