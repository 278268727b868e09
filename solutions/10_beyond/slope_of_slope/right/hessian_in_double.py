from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at, dtype=torch.float64)
    slope = torch.autograd.functional.jacobian(f, x)
    bend = torch.autograd.functional.hessian(f, x)
    return float(slope), float(bend)
