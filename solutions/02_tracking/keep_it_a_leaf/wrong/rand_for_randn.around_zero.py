import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = scale * (2 * torch.rand(rows, columns) - 1)
    return W.requires_grad_()
