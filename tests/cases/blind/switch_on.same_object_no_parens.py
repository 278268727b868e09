import torch
from torch import Tensor

def switch_on(values):
    a = torch.tensor(values, requires_grad=True)
    b = torch.tensor(values)
    c = b
    c.requires_grad_
    return a, b, c
