import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    """Draw small random weights that can be trained.

    rows, columns: the shape of the weights.
    scale: the standard deviation of the normal distribution; its mean is 0.
    Returns a leaf of shape (rows, columns), float32, that requires grad.
    """
    # TODO: draw the weights, and see that what you return is still a leaf.
    raise NotImplementedError
