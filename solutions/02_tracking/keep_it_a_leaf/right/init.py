import torch
from torch import Tensor


def keep_it_a_leaf(rows: int, columns: int, scale: float) -> Tensor:
    W = torch.empty(rows, columns, requires_grad=True)
    torch.nn.init.normal_(W, std=scale)
    return W
