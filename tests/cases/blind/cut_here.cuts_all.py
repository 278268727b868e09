import torch
from torch import Tensor

def cut_here(x):
    with torch.no_grad():
        u = x ** 2
        z = u * x
    return z
