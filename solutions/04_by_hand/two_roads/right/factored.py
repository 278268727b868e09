import torch
from torch import Tensor


def by_hand(w: float) -> tuple[float, float, float]:
    # z = w·(w + 1), but the roads are those of the drawing
    first, second = w, w
    return first + second, 1.0, first + second + 1.0


def two_roads(w: Tensor) -> Tensor:
    z = torch.addcmul(w, w, w)
    torch.autograd.backward(z)
    return w.grad.detach()
