import torch
from torch import Tensor

def accumulate_on_purpose(W, trays):
    W.grad = None
    total = 0.0
    for x, y in trays:
        loss = ((W * x - y) ** 2).mean() / len(trays)
        loss.backward()
        total += loss.item()
    return total
