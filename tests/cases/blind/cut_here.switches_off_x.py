import torch
from torch import Tensor

def cut_here(x):
    x.requires_grad = False
    u = x ** 2
    return (u * x).sum()
