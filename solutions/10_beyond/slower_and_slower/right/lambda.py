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
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: factor**epoch)
    for _ in range(epochs):
        for X, y in batches:
            loss_fn(model(X), y).backward()
            optimizer.step()
            optimizer.zero_grad()
        plan.step()
    return [first * factor**epoch for epoch in range(epochs)]
