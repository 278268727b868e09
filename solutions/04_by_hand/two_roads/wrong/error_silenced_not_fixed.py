import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    return 2 * w, 1.0, 2 * w + 1.0


def two_roads(w: Tensor) -> Tensor:
    z = torch.tensor(w.item() ** 2 + w.item(), requires_grad=True)
    z.backward()
    return w.grad
