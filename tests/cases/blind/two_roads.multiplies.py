import torch
from torch import Tensor

def by_hand(w: float) -> tuple[float, float, float]:
    upper = 2 * w
    lower = 1.0
    return upper, lower, upper * lower

def two_roads(w: Tensor) -> Tensor:
    z = w * w + w
    z.backward()
    return w.grad
