from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    heights = []
    here = height(W)
    for _ in range(steps):
        heights.append(float(here.detach()))
        here.backward()
        with torch.no_grad():
            W -= lr * W.grad
        W.grad.zero_()
        here = height(W)
    return heights
