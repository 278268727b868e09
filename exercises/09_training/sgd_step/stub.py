import torch
from torch import Tensor, nn


def sgd_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: nn.Module,
    X: Tensor,
    y: Tensor,
) -> float:
    """Make one training step on one batch; the function is called once for each batch.

    model: maps X to a prediction; in training mode; its parameters are moved.
    optimizer: holds the model's parameters; it makes the step.
    loss_fn: maps a prediction and y to the loss, shape ().
    X: inputs, shape (N, 3), float32.
    y: targets, shape (N, 1), float32, or N class numbers, shape (N,), int64.
    Returns: the loss before the step, as a plain float.
    """
    # TODO: write the five parts of a training step in the right order.
    raise NotImplementedError
