import torch
from torch import Tensor, nn


def break_symmetry(model: nn.Sequential, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Give equal units different weights, and show the gradient before and after.

    model: Linear(D, H), Tanh, Linear(H, 1), all weights equal; its weights are changed in place.
    X: inputs, shape (N, D), float32.
    y: targets, shape (N, 1), float32.
    Returns: gradient of the mean squared error at model[0].weight, shape (H, D), twice:
        with the old weights and with the new ones.
    """
    # TODO: measure, fill both weights with random numbers, measure again.
    raise NotImplementedError
