import torch
from torch import Tensor


def who_needs_grad(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    for tensor, learned in ((w, True), (x, False), (c, False)):
        tensor.requires_grad_(learned)
    z = c.expand(len(x)).clone()
    z += w * x
    return z
