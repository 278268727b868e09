import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    y = (x**2).sum()
    y.backward()
    gradient = x.grad
    x = new.clone().requires_grad_()
    return gradient
