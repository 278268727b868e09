import torch
from torch import Tensor


def dims_0_to_4(value: int, n: int, c: int, h: int, w: int) -> list[Tensor]:
    """Make five tensors with 0, 1, 2, 3 and 4 axes, every entry equal to value.

    value: a whole number.
    n, c, h, w: images in the batch; channels, height and width of an image.
    Returns float32 tensors of shape (), (3,), (2, 3), (c, h, w), (n, c, h, w).
    """
    # TODO: make the five tensors and return them in a list.
    raise NotImplementedError
