from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    norms = [torch.linalg.vector_norm(p.grad) for p in params if p.grad is not None]
    return torch.tensor(norms).norm().item() if norms else 0.0
