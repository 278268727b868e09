import torch
from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    """Return the mean squared error, each prediction compared with its own target.

    prediction: shape (N, 1), float32, perhaps tracked; stays as it is.
    target: shape (N,) or (N, 1), float32; stays as it is.
    Returns a tensor of shape ().
    """
    # TODO: bring both to the same shape, then measure.
    raise NotImplementedError
