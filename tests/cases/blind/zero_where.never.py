import torch
from torch import Tensor

def zero_where(W, x, y, optimizer):
    loss = ((W * x - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
