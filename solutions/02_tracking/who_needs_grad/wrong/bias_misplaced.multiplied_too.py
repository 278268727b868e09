import torch
from torch import Tensor


def who_needs_grad(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    w.requires_grad_()
    return w * (x + c)
