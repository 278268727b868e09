import copy

from torch import nn


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    losses, lowest, best, waited = [], float("inf"), None, 0
    for epoch in range(epochs):
        train_epoch(model)
        losses.append(validate(model))
        if losses[-1] < lowest:
            lowest, best = losses[-1], copy.deepcopy(model.state_dict())
        waited = waited + 1 if epoch and losses[-1] >= losses[-2] else 0
        if waited == patience:
            break
    model.load_state_dict(best)
    return losses
