from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    h = 0.001
    x = torch.tensor(at, dtype=torch.float64)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    bend = (f(x + h) - 2 * f(x) + f(x - h)) / h**2
    return slope.item(), bend.item()
