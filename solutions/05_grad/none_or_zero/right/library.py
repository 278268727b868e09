from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    params = list(params)
    return float(torch.nn.utils.clip_grad_norm_(params, float("inf")))
