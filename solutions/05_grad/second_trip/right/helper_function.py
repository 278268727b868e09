from collections.abc import Callable

import torch
from torch import Tensor


def _one_step(height: Callable[[Tensor], Tensor], W: Tensor, lr: float) -> float:
    here = height(W)
    here.backward()
    with torch.no_grad():
        W.add_(W.grad, alpha=-lr)
    W.grad = None
    return here.item()


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    return [_one_step(height, W, lr) for _ in range(steps)]
