from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    heights = []
    for _ in range(steps):
        with torch.no_grad():
            heights.append(height(W).item())
        W.grad = None
        height(W).backward()
        with torch.no_grad():
            W -= lr * W.grad
    return heights
