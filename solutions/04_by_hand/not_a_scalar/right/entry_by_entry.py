import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    for x_i, y_i, weight in zip(x, y, weights, strict=True):
        ((a * x_i - y_i) ** 2).backward()
        ((b * x_i - y_i) ** 2 / len(x)).backward()
        ((c * x_i - y_i) ** 2).backward(gradient=weight)
