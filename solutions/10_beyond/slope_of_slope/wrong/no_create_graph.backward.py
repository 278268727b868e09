from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at, requires_grad=True)
    f(x).backward()
    slope = x.grad
    slope.backward()
    return slope.item(), x.grad.item()
