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
    """Train the model, and multiply the learning rate by factor after each epoch.

    model, optimizer, loss_fn: as in sgd_step; the optimizer comes with the first epoch's rate.
    batches: pairs of inputs, shape (N, 3), and targets, shape (N, 1), float32.
    epochs: how often to go through all batches.
    factor: between 0 and 1.
    Returns: the rate of each epoch, as floats.
    """
    rates = []
    for _ in range(epochs):
        # TODO: note the rate of this epoch, and change it when the epoch is over.
        for X, y in batches:
            optimizer.zero_grad()
            loss_fn(model(X), y).backward()
            optimizer.step()
    return rates
