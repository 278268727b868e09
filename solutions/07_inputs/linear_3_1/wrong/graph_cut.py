import torch
from torch import Tensor


def linear_3_1(X: Tensor, W: Tensor, b: Tensor) -> Tensor:
    rows = [[(x @ W + b).item()] for x in X]
    return torch.tensor(rows)
