import torch
from torch import Tensor

def silent_alarm(x, new):
    y = (x**2).sum()
    with torch.no_grad():
        x.copy_(new)
    y.backward()
    return x.grad
