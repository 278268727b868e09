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
    best, lowest, waited, losses = None, 1e30, 0, []
    print("before training:", validate(model))
    while waited < patience and len(losses) < epochs:
        train_epoch(model)
        losses.append(validate(model))
        waited += 1
        if losses[-1] < lowest:
            lowest, best, waited = losses[-1], copy.deepcopy(model.state_dict()), 0
    model.load_state_dict(best)
    return tuple(losses)
