import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    relu = x
    relu[relu < 0] = 0
    height = torch.tanh(x)
    return height, 1 - height**2, relu, (x > 0).float()
