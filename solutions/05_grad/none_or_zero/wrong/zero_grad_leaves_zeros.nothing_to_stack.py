from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    norms = [param.grad.norm() for param in params if param.grad is not None]
    return torch.stack(norms).norm().item()
