import torch
from torch import Tensor


def accumulate_on_purpose(W: Tensor, trays: list[tuple[Tensor, Tensor]]) -> float:
    sizes = [len(x) for x, _ in trays]
    W.grad = None
    losses = []
    for (x, y), size in zip(trays, sizes, strict=True):
        loss = ((W * x - y) ** 2).mean()
        share = size / sum(sizes)
        loss.backward(gradient=torch.tensor(share))
        losses.append(share * loss.item())
    return sum(losses)
