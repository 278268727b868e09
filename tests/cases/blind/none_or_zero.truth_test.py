import torch
from torch import Tensor

def none_or_zero(params):
    total = 0.0
    for p in params:
        if p.grad:
            total += (p.grad * p.grad).sum().item()
    return total ** 0.5
