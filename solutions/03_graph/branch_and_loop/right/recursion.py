import torch
from torch import Tensor


def _bounce(h: Tensor, w: Tensor) -> Tensor:
    return _bounce(w * h, w) if h > 1 else h


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    first = torch.mul(w, x)
    if x <= 3:
        first = torch.mul(first, w)
    return _bounce(first, w)
