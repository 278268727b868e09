import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    height = torch.tanh(x)
    relu = torch.relu(x)
    return height, torch.ones_like(x), relu, (x > 0).float()
