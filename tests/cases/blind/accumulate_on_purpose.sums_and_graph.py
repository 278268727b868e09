import torch
from torch import Tensor

def accumulate_on_purpose(W, trays):
    W.grad = None
    total = 0
    for x, y in trays:
        total = total + ((W * x - y) ** 2).sum()
    total.backward()
    return total.item()
