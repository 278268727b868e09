import torch
from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    h, share = x.item(), w.item()
    h = share * h if h > 3 else share * share * h
    while h > 1:
        h = share * h
    return torch.tensor(h, requires_grad=True)
