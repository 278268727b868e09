import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    one = torch.tensor(1.0)
    ((a * x - y) ** 2).backward(gradient=one)
    ((b * x - y) ** 2).backward(gradient=one / len(x))
    ((c * x - y) ** 2).backward(gradient=weights)
