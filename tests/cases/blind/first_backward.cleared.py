import torch
from torch import Tensor

def first_backward(w, x, y):
    loss = (w * x - y) ** 2
    loss.backward()
    g = w.grad.clone()
    w.grad = None
    return g
