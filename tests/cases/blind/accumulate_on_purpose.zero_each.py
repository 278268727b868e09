import torch
from torch import Tensor

def accumulate_on_purpose(W, trays):
    n = sum(x.numel() for x, y in trays)
    total = 0.0
    for x, y in trays:
        W.grad = None
        loss = ((W * x - y) ** 2).sum() / n
        loss.backward()
        total += loss.item()
    return total
