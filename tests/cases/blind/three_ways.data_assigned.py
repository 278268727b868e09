import torch
from torch import Tensor

def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    before = [t._version for t in (a, b, c)]
    with torch.no_grad():
        a -= lr * a.grad
    b.detach().sub_(lr * b.grad)
    c.data = c.data - lr * c.grad
    return [t._version - v for t, v in zip((a, b, c), before)]
