import torch
from torch import Tensor

def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    y = (x**2).sum()
    y.backward()
    g = x.grad
    x = new
    return g
