from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    total = 0.0
    for param in params:
        if param.grad is not None:
            total += param.grad.square().sum().item()
    print(total**0.5)
