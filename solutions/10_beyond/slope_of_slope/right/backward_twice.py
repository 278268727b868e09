from collections.abc import Callable

import torch
from torch import Tensor


def slope_of_slope(f: Callable[[Tensor], Tensor], at: float) -> tuple[float, float]:
    x = torch.tensor(at).requires_grad_()
    f(x).backward(create_graph=True)
    slope = x.grad
    x.grad = None
    slope.backward()
    return slope.item(), x.grad.item()
