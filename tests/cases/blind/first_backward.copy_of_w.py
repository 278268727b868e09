import torch
from torch import Tensor

def first_backward(w, x, y):
    w = torch.tensor(w.item(), requires_grad=True)
    loss = (w * x - y) ** 2
    loss.backward()
    return w.grad
