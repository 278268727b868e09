import torch
from torch import Tensor

def who_needs_grad(w, x, c):
    w.requires_grad = True
    c.requires_grad = True
    return w * (x + c)
