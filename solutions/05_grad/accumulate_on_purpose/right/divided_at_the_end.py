import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    W.grad = torch.zeros_like(W)
    count, total = 0, 0.0
    for x, y in trays:
        loss = (y - x * W).square().sum()
        loss.backward()
        total += float(loss.detach())
        count += len(y)
    W.grad /= count
    return total / count
