import torch
from torch import Tensor

def zero_where(W, x, y, optimizer):
    optimizer.zero_grad()
    loss = ((W * x - y) ** 2).sum()
    loss.backward()
    optimizer.step()
    loss = ((W * x - y) ** 2).sum()
    return loss.item()
