import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    errors_a, errors_b = (a * x - y) ** 2, (b * x - y) ** 2
    for error in errors_a:
        error.backward()
    for error in errors_b:
        (error / len(x)).backward()
    ((c * x - y) ** 2).backward(gradient=weights)
