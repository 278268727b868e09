from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at, requires_grad=True)
    f(x).backward()
    slope = x.grad.clone().requires_grad_()
    slope.backward()
    return slope.item(), slope.grad.item()
