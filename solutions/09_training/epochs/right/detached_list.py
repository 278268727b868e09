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
        weighted, samples = [], 0
        for X, y in loader:
            optimizer.zero_grad()
            prediction = model(X)
            loss = loss_fn(prediction, y)
            torch.autograd.backward(loss)
            optimizer.step()
            weighted.append(len(X) * loss.detach())
            samples += len(X)
        history += [torch.stack(weighted).sum().div(samples).item()]
    return history
