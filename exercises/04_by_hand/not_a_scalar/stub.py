import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    """Fill the .grad of a, b and c by sum, mean and weighted sum of the errors.

    a, b, c: trainable leaves, shape (), float32; only their .grad is changed.
    x, y: readings and true values, shape (N,), float32, untracked.
    weights: how much each error counts for c, shape (N,), float32, untracked.
    """
    # TODO: these start from a vector. Make them start as the three offices do.
    ((a * x - y) ** 2).backward()
    ((b * x - y) ** 2).backward()
    ((c * x - y) ** 2).backward()
