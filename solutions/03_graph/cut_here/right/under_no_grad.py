import torch
from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    with torch.no_grad():
        price = x.square()
    return torch.mul(price, x)
