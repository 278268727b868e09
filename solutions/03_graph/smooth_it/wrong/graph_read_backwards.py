import torch
from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    squares = ((w * x + b) - t) ** 2
    return torch.sigmoid(squares.mean())
