import torch
from torch import Tensor

def float_please(numbers: list[int]) -> Tensor:
    return torch.tensor(numbers, requires_grad=True)
