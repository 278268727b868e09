import torch
from torch import Tensor

def who_needs_grad(w, x, c):
    z = w * x + c
    z.requires_grad_(True)
    return z
