import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    y = (x**2).sum()
    y.backward()
    with torch.no_grad():
        x.set_(new)
    return x.grad
