import torch
from torch import Tensor


def tanh_relu_by_hand(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    up, down = torch.exp(x), torch.exp(-x)
    tanh = (up - down) / (up + down)
    slope = 4 / (up + down) ** 2
    relu = x.clamp(min=0)
    return tanh, slope, relu, torch.where(x > 0, torch.ones_like(x), torch.zeros_like(x))
