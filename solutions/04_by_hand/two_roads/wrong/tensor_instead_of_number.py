import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    side = torch.tensor(w)
    return 2 * side, torch.tensor(1.0), 2 * side + 1


def two_roads(w: Tensor) -> Tensor:
    (w * w + w).backward()
    return w.grad
