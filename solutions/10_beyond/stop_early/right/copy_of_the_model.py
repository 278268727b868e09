from copy import deepcopy

from torch import nn


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    lowest, champion, left = None, model, patience
    losses = []
    for _ in range(epochs):
        train_epoch(model)
        losses.append(validate(model))
        left -= 1
        if lowest is None or losses[-1] < lowest:
            lowest, champion, left = losses[-1], deepcopy(model), patience
        if not left:
            break
    model.load_state_dict(champion.state_dict())
    return losses
