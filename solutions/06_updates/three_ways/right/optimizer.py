import torch
from torch import Tensor


def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    before = [a._version, b._version, c._version]
    torch.optim.SGD([a], lr=lr).step()
    step = b.grad * lr
    b.detach().subtract_(step)
    raw = c.data
    raw -= step
    after = [a._version, b._version, c._version]
    return [now - then for now, then in zip(after, before, strict=True)]
