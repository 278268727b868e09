import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    loss = w * x - y
    loss.backward()
    return w.grad
