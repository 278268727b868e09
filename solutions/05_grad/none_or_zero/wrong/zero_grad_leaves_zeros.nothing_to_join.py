from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    pieces = [param.grad.flatten() for param in params if param.grad is not None]
    return torch.cat(pieces).norm().item()
