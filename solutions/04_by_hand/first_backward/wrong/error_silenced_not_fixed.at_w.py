import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    loss = (w.detach() * x - y) ** 2
    loss.requires_grad_()
    loss.backward()
    return w.grad
