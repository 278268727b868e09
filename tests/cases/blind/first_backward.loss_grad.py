import torch
from torch import Tensor

def first_backward(w, x, y):
    loss = (w * x - y) ** 2
    loss.backward()
    return loss.grad
