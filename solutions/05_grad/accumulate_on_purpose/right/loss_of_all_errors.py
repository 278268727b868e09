import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    N = sum(len(x) for x, _ in trays)
    W.grad = None
    errors = []
    for x, y in trays:
        error = (W * x - y) ** 2
        (error.sum() / N).backward()
        errors.append(error.detach())
    return torch.cat(errors).mean().item()
