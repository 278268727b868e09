import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return tanh(x), its slope, relu(x) and its slope, the slopes derived by hand.

    x: shape (n,), float32, numbers from -30 to 30; stays as it is.
    Returns four tensors of shape (n,), float32.
    """
    # TODO: two heights, two slopes; no autograd, no differences.
    raise NotImplementedError
