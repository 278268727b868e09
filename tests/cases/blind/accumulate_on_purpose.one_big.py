import torch
from torch import Tensor

def accumulate_on_purpose(W, trays):
    W.grad = None
    X = torch.cat([x for x, _ in trays])
    Y = torch.cat([y for _, y in trays])
    loss = ((W * X - Y) ** 2).mean()
    loss.backward()
    return loss.item()
