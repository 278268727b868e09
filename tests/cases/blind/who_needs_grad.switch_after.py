import torch
from torch import Tensor

def who_needs_grad(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    z = w * x + c
    w.requires_grad = True
    return z
