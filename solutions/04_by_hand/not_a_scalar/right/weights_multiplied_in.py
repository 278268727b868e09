import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    (a * x - y).square().sum().backward()
    torch.nn.functional.mse_loss(b * x, y).backward()
    (weights * (c * x - y).square()).sum().backward()
