import math
from collections.abc import Iterable

from torch import Tensor


def _square_of(param: Tensor) -> float:
    try:
        return float((param.grad * param.grad).sum())
    except TypeError:
        return 0.0


def none_or_zero(params: Iterable[Tensor]) -> float:
    return math.sqrt(math.fsum(_square_of(param) for param in params))
