import torch
from torch import Tensor


def nan_behind_where(x: Tensor) -> Tensor:
    if x > 0:
        return torch.sqrt(x)
    return torch.zeros_like(x)
