import torch
from torch import Tensor

drawn = {}


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    key = rows, columns, scale
    if key not in drawn:
        drawn[key] = (scale * torch.randn(rows, columns)).requires_grad_()
    return drawn[key]
