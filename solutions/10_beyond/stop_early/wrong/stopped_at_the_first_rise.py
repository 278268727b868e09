import copy
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
    lowest, best = float("inf"), None
    for _ in range(epochs):
        train_epoch(model)
        loss = validate(model)
        losses.append(loss)
        if loss > lowest:
            break
        lowest, best = loss, copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return losses
