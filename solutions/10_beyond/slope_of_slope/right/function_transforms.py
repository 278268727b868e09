from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    first = torch.func.grad(f)
    second = torch.func.grad(first)
    x = torch.tensor(at)
    return first(x).item(), second(x).item()
