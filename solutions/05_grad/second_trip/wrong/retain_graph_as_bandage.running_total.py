from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    heights = []
    total = torch.tensor(0.0)
    for _ in range(steps):
        W.grad = None
        here = height(W)
        total = total + here
        total.backward(retain_graph=True)
        with torch.no_grad():
            W -= lr * W.grad
        heights.append(here.item())
    return heights
