import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    count = sum(len(x) for x, _ in trays)
    W.grad = None
    loss = sum(((W * x - y) ** 2).sum() for x, y in trays) / count
    loss.backward()
    return loss.item()
