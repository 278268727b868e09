import torch
from torch import Tensor

def cut_here(x):
    u = x.item() ** 2
    return u * x
