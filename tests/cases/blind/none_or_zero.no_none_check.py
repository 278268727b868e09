import torch
from torch import Tensor

def none_or_zero(params):
    total = 0.0
    for p in params:
        total += p.grad.norm() ** 2
    return float(total ** 0.5)
