import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    count = sum(len(x) for x, _ in trays)
    slope, total = torch.zeros(()), 0.0
    for x, y in trays:
        loss = ((W * x - y) ** 2).sum()
        (part,) = torch.autograd.grad(loss, W)
        slope += part
        total += loss.item()
    W.grad = slope / count
    return total / count
