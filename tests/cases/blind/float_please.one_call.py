import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    return torch.tensor(data=numbers, dtype=torch.float32, requires_grad=True)
