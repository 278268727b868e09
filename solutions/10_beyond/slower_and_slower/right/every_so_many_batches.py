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
    plan = torch.optim.lr_scheduler.StepLR(optimizer, step_size=len(batches), gamma=factor)
    rates = []
    for number in range(epochs * len(batches)):
        X, y = batches[number % len(batches)]
        if number % len(batches) == 0:
            rates.append(plan.get_last_lr()[0])
        optimizer.zero_grad()
        loss_fn(model(X), y).backward()
        optimizer.step()
        plan.step()
    return rates
