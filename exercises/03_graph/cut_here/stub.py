import torch
from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    """Return z = u·x, where u has the values of x² and counts as a constant.

    x: leaf that requires grad, any shape, float32; it stays as it is.
    Returns a tensor of x's shape; going back from it brings x the gradient u.
    """
    # TODO: close the road that leads through u, and only that one.
    raise NotImplementedError
