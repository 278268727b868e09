from collections.abc import Callable

import torch
from torch import Tensor


def peek_inside(
    warm: Callable[[Tensor], Tensor], judge: Callable[[Tensor], Tensor], w: Tensor
) -> Tensor:
    air = warm(w)
    loss = judge(air)
    loss.backward(retain_graph=True)
    air.retain_grad()
    loss.backward()
    return air.grad
