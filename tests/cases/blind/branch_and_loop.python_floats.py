import torch
from torch import Tensor

def branch_and_loop(x, w):
    weight = w.item()
    h = x.item() * weight
    if x <= 3:
        h *= weight
    while h > 1:
        h *= weight
    return torch.tensor(h, requires_grad=True)
