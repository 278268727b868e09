import torch
from torch import Tensor


def float_please(numbers: list[int]) -> Tensor:
    w = torch.Tensor(numbers)
    w.requires_grad_()
    return w
