import copy

from torch import nn


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    losses = []
    lowest, best, waited = float("inf"), {}, 0
    for _ in range(epochs):
        train_epoch(model)
        loss = validate(model)
        losses.append(loss)
        if loss < lowest:
            lowest, best, waited = loss, copy.deepcopy(dict(model.named_parameters())), 0
        else:
            waited += 1
            if waited == patience:
                break
    for name, parameter in best.items():
        setattr(model, name, parameter)
    return losses
