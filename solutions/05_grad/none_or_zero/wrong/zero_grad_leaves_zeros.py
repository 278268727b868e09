from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    total = 0.0
    for param in params:
        total += param.grad.norm().item() ** 2
    return total**0.5
