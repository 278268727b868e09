import torch
from torch import Tensor


def cut_here(x: Tensor) -> Tensor:
    u = torch.tensor((x**2).tolist())
    return u * x
