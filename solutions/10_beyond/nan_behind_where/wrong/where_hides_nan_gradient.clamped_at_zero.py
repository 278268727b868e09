import torch
from torch import Tensor


def nan_behind_where(x: Tensor) -> Tensor:
    return torch.where(x > 0, torch.sqrt(x.clamp(min=0)), 0.0)
