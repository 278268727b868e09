import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    height = torch.tanh(x)
    return height, 1 - height**2, torch.relu(x), (x > 0).long()
