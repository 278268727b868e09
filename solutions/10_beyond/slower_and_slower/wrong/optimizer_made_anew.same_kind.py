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
    rate = optimizer.param_groups[0]["lr"]
    rates = []
    for _ in range(epochs):
        rates.append(rate)
        for X, y in batches:
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
        rate *= factor
        optimizer = type(optimizer)(model.parameters(), lr=rate)
    return rates
