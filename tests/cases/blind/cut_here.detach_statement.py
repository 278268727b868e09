import torch
from torch import Tensor

def cut_here(x):
    u = x * x
    u.detach()
    return u * x
