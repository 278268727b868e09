import torch
from torch import Tensor

def three_ways(a, b, c, lr):
    with torch.no_grad():
        a -= lr * a.grad
    v = [t._version for t in (a, b, c)]
    b.detach().sub_(lr * b.grad)
    c.data.add_(lr * c.grad)
    return [t._version - old for t, old in zip((a, b, c), v)]
