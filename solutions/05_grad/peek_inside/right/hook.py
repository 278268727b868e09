from collections.abc import Callable

import torch
from torch import Tensor


def peek_inside(
    warm: Callable[[Tensor], Tensor], judge: Callable[[Tensor], Tensor], w: Tensor
) -> Tensor:
    passing = []
    air = warm(w)
    air.register_hook(passing.append)
    judge(air).backward()
    return passing[0]
