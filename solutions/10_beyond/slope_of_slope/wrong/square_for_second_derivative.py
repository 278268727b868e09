from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at, requires_grad=True)
    (slope,) = torch.autograd.grad(f(x), x)
    return slope.item(), slope.item() ** 2
