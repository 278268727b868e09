from collections.abc import Iterable

import torch
from torch import Tensor, nn


def epochs(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    loader: Iterable[tuple[Tensor, Tensor]],
    count: int,
) -> list[float]:
    """Train for some epochs and log the mean loss of each.

    model: maps (k, 3) to (k, 1); in training mode; its parameters are moved.
    optimizer: holds the model's parameters; it makes the steps.
    loss_fn: maps a prediction and y to the mean loss of the batch, shape ().
    loader: a `for` over it brings all batches (X, y) once; sizes may differ.
    count: how many epochs to train.
    Returns: `count` plain floats, the mean loss over the samples of each epoch.
    """
    # TODO: a loop over epochs, in it a loop over batches, in it a training step.
    raise NotImplementedError
