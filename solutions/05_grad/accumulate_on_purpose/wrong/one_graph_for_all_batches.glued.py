import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    W.grad = None
    x = torch.cat([x for x, _ in trays])
    y = torch.cat([y for _, y in trays])
    loss = ((W * x - y) ** 2).mean()
    loss.backward()
    return loss.item()
