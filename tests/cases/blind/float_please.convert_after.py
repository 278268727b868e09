import torch
from torch import Tensor

def float_please(numbers):
    t = torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
    return t.float()
