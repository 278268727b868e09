from collections.abc import Callable

import torch
from torch import Tensor


def peek_inside(
    warm: Callable[[Tensor], Tensor], judge: Callable[[Tensor], Tensor], w: Tensor
) -> Tensor:
    air = warm(w)
    nudge = torch.zeros_like(air, requires_grad=True)
    judge(air + nudge).backward()
    return nudge.grad
