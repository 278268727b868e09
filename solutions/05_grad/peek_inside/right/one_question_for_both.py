from collections.abc import Callable

import torch
from torch import Tensor


def peek_inside(
    warm: Callable[[Tensor], Tensor], judge: Callable[[Tensor], Tensor], w: Tensor
) -> Tensor:
    air = warm(w)
    slope, w.grad = torch.autograd.grad(judge(air), (air, w))
    return slope
