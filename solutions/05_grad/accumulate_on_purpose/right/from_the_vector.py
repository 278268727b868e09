import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    N = sum(len(x) for x, _ in trays)
    W.grad = None
    total = 0.0
    for x, y in trays:
        errors = (W * x - y) ** 2
        errors.backward(gradient=torch.full_like(errors, 1 / N))
        total += errors.detach().sum().item()
    return total / N
