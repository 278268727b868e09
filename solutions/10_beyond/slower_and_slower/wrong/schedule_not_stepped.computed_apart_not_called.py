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
    first = optimizer.param_groups[0]["lr"]
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=factor)
    for _ in range(epochs):
        for X, y in batches:
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
        schedule.step
    return [first * factor**epoch for epoch in range(epochs)]
