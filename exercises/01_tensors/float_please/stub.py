import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    """Turn whole numbers into a tensor that can be trained.

    numbers: n ints.
    Returns a leaf of shape (n,), float32, that requires grad and holds the same numbers.
    """
    # TODO: make the tensor and return it.
    raise NotImplementedError
