import torch
from torch import Tensor, nn


def slower_and_slower(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    batches: list[tuple[Tensor, Tensor]],
    epochs: int,
    factor: float,
) -> list[float]:
    rates = []
    for _ in range(epochs):
        for X, y in batches:
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
            optimizer.param_groups[0]["lr"] *= factor
    return rates
