import math

import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def stop_early(model: nn.Module, train_epoch, validate, epochs: int, patience: int) -> list[float]:
    best, lowest, bad, losses = None, math.inf, 0, []
    for _ in range(epochs):
        train_epoch(model)
        losses += [validate(model)]
        bad = 0 if losses[-1] < lowest else bad + 1
        if bad == 0:
            lowest = losses[-1]
            best = parameters_to_vector(model.parameters()).detach().clone()
        elif bad >= patience:
            break
    vector_to_parameters(best, model.parameters())
    return losses
