import torch
from torch import Tensor

def cut_here(x):
    u = x ** 2
    z = u * x
    return z
