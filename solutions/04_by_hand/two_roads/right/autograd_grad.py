import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    return [2.0 * w, 1.0, 2.0 * w + 1.0]


def two_roads(w: Tensor) -> Tensor:
    z = w**2 + w
    (slope,) = torch.autograd.grad(z, w)
    return slope
