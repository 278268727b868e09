from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    heights = []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        here = height(W)
        here.backward()
        optimizer.step()
        heights.append(here.item())
    return heights
