import torch
from torch import Tensor


def _step(target: Tensor, gradient: Tensor, lr: float) -> None:
    with torch.no_grad():
        target.sub_(lr * gradient)


def three_ways(a: Tensor, b: Tensor, c: Tensor, lr: float) -> list[int]:
    counts = []
    for owner, target in ((a, a), (b, b.detach()), (c, c.data)):
        before = owner._version
        _step(target, owner.grad, lr)
        counts.append(owner._version - before)
    return counts
