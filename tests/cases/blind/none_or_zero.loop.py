from collections.abc import Iterable
import math
from torch import Tensor

def none_or_zero(params: Iterable[Tensor]) -> float:
    total = 0.0
    for p in params:
        if p.grad is None:
            continue
        total += (p.grad ** 2).sum().item()
    return math.sqrt(total)
