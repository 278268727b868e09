import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    w = w.detach().clone().requires_grad_()
    loss = (w * x - y) ** 2
    loss.backward()
    return w.grad
