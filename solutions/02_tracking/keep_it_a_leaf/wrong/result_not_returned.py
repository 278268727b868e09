import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = scale * torch.randn(rows, columns)
    W.requires_grad_()
