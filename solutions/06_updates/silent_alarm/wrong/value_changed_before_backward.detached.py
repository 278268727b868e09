import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    y = (x**2).sum()
    x.detach().copy_(new)
    y.backward()
    return x.grad
