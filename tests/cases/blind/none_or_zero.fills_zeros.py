import torch
from torch import Tensor

def none_or_zero(params):
    total = 0.0
    for p in params:
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        total += (p.grad ** 2).sum().item()
    return total ** 0.5
