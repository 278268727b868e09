import torch
from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    with torch.no_grad():
        u = x**2
        return u * x
