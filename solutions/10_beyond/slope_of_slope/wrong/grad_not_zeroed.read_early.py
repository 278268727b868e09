from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at, requires_grad=True)
    f(x).backward(create_graph=True)
    slope = x.grad.item()
    x.grad.backward()
    return slope, x.grad.item()
