from collections.abc import Callable

from torch import nn


def stop_early(
    model: nn.Module,
    train_epoch: Callable[[nn.Module], float],
    validate: Callable[[nn.Module], float],
    epochs: int,
    patience: int,
) -> list[float]:
    losses = []
    lowest, waited = float("inf"), 0
    for _ in range(epochs):
        train_epoch(model)
        loss = validate(model)
        losses.append(loss)
        if loss < lowest:
            lowest, waited = loss, 0
        else:
            waited += 1
            if waited == patience:
                break
    return losses
