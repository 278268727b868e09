import torch
from torch import Tensor

def silent_alarm(x, new):
    y = (x**2).sum()
    y.backward()
    x.data = new
    return x.grad
