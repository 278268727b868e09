import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    return torch.full((rows, columns), scale, requires_grad=True)
