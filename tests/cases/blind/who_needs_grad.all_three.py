import torch
from torch import Tensor

def who_needs_grad(w, x, c):
    for t in (w, x, c):
        t.requires_grad_(True)
    return w * x + c
