import torch
from torch import Tensor

def float_please(numbers: list[int]) -> Tensor:
    w = torch.tensor(numbers).float()
    w.require_grad = True
    return w
