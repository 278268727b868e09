import torch
from torch import Tensor

drawn = {}


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    if (rows, columns) not in drawn:
        drawn[rows, columns] = torch.randn(rows, columns)
    W = scale * drawn[rows, columns]
    return W.requires_grad_()
