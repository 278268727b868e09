import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = scale * torch.randn(rows, columns, requires_grad=True)
    return W.detach()
