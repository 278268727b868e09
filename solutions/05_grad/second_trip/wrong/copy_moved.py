from collections.abc import Callable

import torch
from torch import Tensor


def second_trip(
    height: Callable[[Tensor], Tensor], W: Tensor, lr: float, steps: int
) -> list[float]:
    heights = []
    place = W.detach().clone().requires_grad_()
    for _ in range(steps):
        place.grad = None
        here = height(place)
        here.backward()
        with torch.no_grad():
            place -= lr * place.grad
        heights.append(here.item())
    return heights
