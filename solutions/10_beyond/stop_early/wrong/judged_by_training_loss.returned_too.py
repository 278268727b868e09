import copy

from torch import nn


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    losses, waited, lowest = [], 0, float("inf")
    best = copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        losses.append(train_epoch(model))
        if losses[-1] < lowest:
            lowest, waited = losses[-1], 0
            best = copy.deepcopy(model.state_dict())
        else:
            waited += 1
        if waited == patience:
            break
    model.load_state_dict(best)
    return losses
