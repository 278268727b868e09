import torch
from torch import Tensor, nn


class Net(nn.Module):
    """A small network of your own, from (N, 1) to (N, 1)."""

    # TODO: its layers, and how a prediction is made with them.


def capstone(
    X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor
) -> tuple[nn.Module, list[float], float]:
    """Fit a curve through noisy points, and measure it on new ones.

    X, y: the points to learn from, shape (64, 1) each, float32.
    X_new, y_new: points to evaluate on and not to learn from, shape (32, 1) each, float32.
    Returns: the trained model, the loss of each epoch, the loss on the new points.
    """
    # TODO: model, optimizer, training loop, evaluation.
    raise NotImplementedError
