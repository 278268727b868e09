import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    height = torch.tanh(x)
    slope = (torch.tanh(x + 1e-3) - torch.tanh(x - 1e-3)) / 2e-3
    return height, slope, torch.relu(x), (x > 0).float()
