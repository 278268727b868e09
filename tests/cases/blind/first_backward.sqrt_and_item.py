import torch
from torch import Tensor

def first_backward(w, x, y):
    loss = w.item() * x - y
    loss.requires_grad_(True)
    loss.backward()
    return w.grad
