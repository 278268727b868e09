import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    height = x.tanh()
    positive = x.gt(0).to(x.dtype)
    return [height, (1 - height) * (1 + height), x * positive, positive]
