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
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=factor)
    rates = []
    for _ in range(epochs):
        rates.append(schedule.get_last_lr()[0])
        for X, y in batches:
            loss = loss_fn(model(X), y)
            optimizer.step()
            optimizer.zero_grad()
            loss.backward()
        schedule.step()
    return rates
