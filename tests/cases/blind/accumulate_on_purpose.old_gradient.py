import torch
from torch import Tensor

def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    n = sum(x.numel() for x, y in trays)
    total = 0.0
    for x, y in trays:
        loss = ((W * x - y) ** 2).sum() / n
        loss.backward()
        total += loss.item()
    return total
