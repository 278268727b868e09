import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    errors = (a * x - y) ** 2
    errors.sum().backward(retain_graph=True)
    errors.mean().backward(retain_graph=True)
    errors.backward(gradient=weights)
