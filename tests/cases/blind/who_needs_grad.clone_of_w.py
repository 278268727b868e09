import torch
from torch import Tensor

def who_needs_grad(w, x, c):
    w = w.clone().detach().requires_grad_(True)
    z = w * x + c
    return z
