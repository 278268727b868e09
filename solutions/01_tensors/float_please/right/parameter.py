import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    return torch.nn.Parameter(torch.tensor(numbers).to(torch.float32))
