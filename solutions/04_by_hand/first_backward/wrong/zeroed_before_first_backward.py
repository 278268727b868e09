import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    w.grad.zero_()
    loss = (w * x - y) ** 2
    loss.backward()
    return w.grad
