import torch
from torch import Tensor

def switch_on(values):
    a = torch.tensor(values, requires_grad=True)
    b = a.detach()
    b.requires_grad = True
    c = a.detach()
    c.requires_grad_(True)
    return a, b, c
