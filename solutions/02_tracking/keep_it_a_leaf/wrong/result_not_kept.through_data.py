import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = torch.randn(rows, columns, requires_grad=True)
    W.data.mul(scale)
    return W
