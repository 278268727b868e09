import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = scale * torch.randn(1).expand(rows, columns).clone()
    return W.requires_grad_()
