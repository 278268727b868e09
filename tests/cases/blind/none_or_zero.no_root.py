import torch
from torch import Tensor

def none_or_zero(params):
    total = 0.0
    for p in params:
        if p.grad is not None:
            total += p.grad.pow(2).sum().item()
    return total
