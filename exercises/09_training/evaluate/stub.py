import torch
from torch import Tensor, nn


def evaluate(model: nn.Module, loss_fn: nn.Module, X: Tensor, y: Tensor) -> float:
    """Return the loss of the model on data that it does not learn from; change nothing.

    model: maps (N, 3) to (N, 1); in training or evaluation mode; stays as it is.
    loss_fn: maps a prediction and y to the loss, shape ().
    X: inputs, shape (N, 3), float32.
    y: targets, shape (N, 1), float32.
    """
    # TODO: ask the model in the right mode, unrecorded, and leave everything as you found it.
    raise NotImplementedError
