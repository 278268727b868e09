import torch
from torch import Tensor

def none_or_zero(params):
    n = len([p for p in params if p.grad is not None])
    if n == 0:
        return 0.0
    total = 0.0
    for p in params:
        if p.grad is not None:
            total += p.grad.pow_(2).sum().item()
    return total ** 0.5
