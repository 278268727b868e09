from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at, requires_grad=True)
    y = f(x)
    (slope,) = torch.autograd.grad(y, x)
    return y.item(), slope.item()
