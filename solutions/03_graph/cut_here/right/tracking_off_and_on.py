import torch
from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    x.requires_grad_(False)
    u = torch.pow(x, 2)
    x.requires_grad_(True)
    return u * x
