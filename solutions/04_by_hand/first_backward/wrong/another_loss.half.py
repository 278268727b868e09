import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    loss = 0.5 * (w * x - y) ** 2
    loss.backward()
    return w.grad
