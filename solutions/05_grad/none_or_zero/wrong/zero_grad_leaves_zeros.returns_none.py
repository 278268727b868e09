from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    params = list(params)
    if all(param.grad is None for param in params):
        return None
    total = sum(param.grad.square().sum().item() for param in params if param.grad is not None)
    return total**0.5
