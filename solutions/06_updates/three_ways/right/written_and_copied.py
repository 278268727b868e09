import torch
from torch import Tensor


def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    a0, b0, c0 = a._version, b._version, c._version
    with torch.no_grad():
        a.copy_(a - lr * a.grad)
        view = b.detach()
        view[...] = view - lr * b.grad
    c.data[...] = c.data - lr * c.grad
    return (a._version - a0, b._version - b0, c._version - c0)
