import torch
from torch import Tensor

def zero_where(W, x, y, optimizer):
    optimizer.zero_grad()
    loss = ((W * x - y) ** 2).mean()
    optimizer.step()
    loss.backward()
    return loss.item()
