import torch
from torch import Tensor

def float_please(numbers):
    numbers = [float(n) for n in numbers]
    t = torch.tensor(numbers, dtype=torch.double)
    t.requires_grad
    return t
