import torch
from torch import Tensor

def switch_on(values):
    first = torch.tensor(values, requires_grad=True)
    second = first.clone()
    second.requires_grad = True
    third = first.clone()
    third.requires_grad_()
    return first, second, third
