import torch
from torch import Tensor


def intro() -> Tensor:
    return torch.as_tensor(42.0)
