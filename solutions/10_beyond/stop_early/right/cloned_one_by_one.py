import torch
from torch import nn


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    losses, best = [], []
    best_epoch = -1
    for epoch in range(epochs):
        train_epoch(model)
        losses.append(validate(model))
        if best_epoch < 0 or losses[-1] < losses[best_epoch]:
            best_epoch = epoch
            best = [parameter.detach().clone() for parameter in model.parameters()]
        if epoch - best_epoch >= patience:
            break
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), best, strict=True):
            parameter.copy_(value)
    return losses
