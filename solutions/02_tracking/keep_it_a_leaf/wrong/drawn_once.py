import torch
from torch import Tensor

drawn = {}


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    if (rows, columns) not in drawn:
        drawn[rows, columns] = (scale * torch.randn(rows, columns)).requires_grad_()
    return drawn[rows, columns]
