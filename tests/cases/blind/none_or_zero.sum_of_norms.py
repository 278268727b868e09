import torch
from torch import Tensor

def none_or_zero(params):
    return sum(p.grad.norm().item() for p in params if p.grad is not None)
