import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    return torch.normal(0.0, scale, size=(rows, columns), requires_grad=True)
