from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    heights = []
    for _ in range(steps):
        with torch.no_grad():
            here = height(W)
            slope = torch.zeros_like(W)
            for i in range(len(W)):
                aside = torch.zeros_like(W)
                aside[i] = 1e-2
                slope[i] = (height(W + aside) - height(W - aside)) / 2e-2
            W -= lr * slope
        heights.append(here.item())
    return heights
