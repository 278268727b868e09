import torch
from torch import Tensor


def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    before = [a._version, b._version, c._version]
    with torch.no_grad():
        a -= lr * a.grad
    b.detach().sub_(lr * b.grad)
    c.data -= lr * c.grad
    after = [a._version, b._version, c._version]
    print([now - then for now, then in zip(after, before, strict=True)])
