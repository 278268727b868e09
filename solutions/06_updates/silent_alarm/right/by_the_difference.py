import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    y = (x**2).sum()
    y.backward()
    gradient = x.grad.clone()
    x.requires_grad_(False)
    x -= x - new
    x.requires_grad_(True)
    x.grad = None
    return gradient
