import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    count = sum(len(x) for x, _ in trays)
    W.grad = None
    total = 0.0
    for x, y in trays:
        loss = ((W * x - y) ** 2).sum().item() / count
        loss.backward()
        total += loss
    return total
