import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    count = sum(len(x) for x, _ in trays)
    W.grad = torch.zeros_like(W)
    total = 0.0
    with torch.no_grad():
        for x, y in trays:
            error = W * x - y
            W.grad += (2 * error * x).sum() / count
            total += (error**2).sum().item() / count
    return total
