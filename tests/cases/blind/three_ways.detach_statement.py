import torch
from torch import Tensor

def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    before = [t._version for t in (a, b, c)]
    with torch.no_grad():
        a -= lr * a.grad
    b_new = b.detach() - lr * b.grad
    c.data.sub_(lr * c.grad)
    return [t._version - v for t, v in zip((a, b, c), before)]
