from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at, requires_grad=True)
    slope = f(x).backward(create_graph=True)
    bend = slope.backward()
    return slope.item(), bend.item()
