import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    """Return what the roads w·w and w bring to dz/dw of z = w·w + w, and dz/dw itself.

    w: a plain float of any size.
    """
    # TODO: the slope along each road, and what becomes of the two.
    raise NotImplementedError


def two_roads(w: Tensor) -> Tensor:
    """Return dz/dw of z = w·w + w, found by autograd.

    w: leaf that requires grad, shape (), float32, without a gradient so far.
    Returns a tensor of shape (), float32.
    """
    # TODO: calculate z from w and let autograd walk both roads.
    raise NotImplementedError
