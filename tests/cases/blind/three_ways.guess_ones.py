import torch
from torch import Tensor

def three_ways(a, b, c, lr):
    with torch.no_grad():
        a -= lr * a.grad
    b.detach().sub_(lr * b.grad)
    c.data.sub_(lr * c.grad)
    return [1, 1, 1]
