import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    """Make three trainable tensors of the same values, each switched on in its own way.

    values: n floats.
    Returns three leaves of shape (n,), float32, tracked by flag, attribute, method.
    """
    # TODO: make the three tensors and return them in this order.
    raise NotImplementedError
