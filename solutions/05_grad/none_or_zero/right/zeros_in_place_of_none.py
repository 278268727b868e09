from collections.abc import Iterable

import torch
from torch import Tensor


def none_or_zero(params: Iterable[Tensor]) -> float:
    squares = torch.zeros(())
    for param in params:
        grad = torch.zeros_like(param) if param.grad is None else param.grad
        squares = squares + (grad.detach() ** 2).sum()
    return squares.sqrt().item()
