import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = scale**0.5 * torch.randn(rows, columns)
    return W.requires_grad_()
