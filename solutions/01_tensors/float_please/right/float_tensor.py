import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    return torch.FloatTensor(numbers).requires_grad_(True)
