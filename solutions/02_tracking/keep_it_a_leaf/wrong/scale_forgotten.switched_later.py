import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = torch.randn(rows, columns)
    return W.requires_grad_()
