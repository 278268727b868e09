import torch
from torch import Tensor

def silent_alarm(x, new):
    grad = 2 * x.detach().clone()
    with torch.no_grad():
        x.copy_(new)
    return grad
