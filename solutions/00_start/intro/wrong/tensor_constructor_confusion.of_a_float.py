import torch
from torch import Tensor


def intro() -> Tensor:
    return torch.Tensor(42.0)
