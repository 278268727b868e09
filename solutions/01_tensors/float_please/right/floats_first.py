import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    w = torch.tensor([float(number) for number in numbers])
    w.requires_grad = True
    return w
