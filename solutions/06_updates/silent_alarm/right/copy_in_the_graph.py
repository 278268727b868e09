import torch
from torch import Tensor


def silent_alarm(x: Tensor, new: Tensor) -> Tensor:
    y = x.clone().pow(2).sum()
    with torch.no_grad():
        x[...] = new
    y.backward()
    return x.grad.clone()
