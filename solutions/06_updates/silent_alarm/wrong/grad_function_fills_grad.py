import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    y = (x**2).sum()
    torch.autograd.grad(y, x)
    with torch.no_grad():
        x.copy_(new)
    return x.grad
