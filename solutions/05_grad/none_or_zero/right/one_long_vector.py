from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    pieces = [param.grad.flatten() for param in params if param.grad is not None]
    if not pieces:
        return 0.0
    return torch.cat(pieces).norm().item()
