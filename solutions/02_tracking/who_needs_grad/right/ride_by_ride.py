import torch
from torch import Tensor


def who_needs_grad(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    price = w.requires_grad_(True)
    fares = [c + price * kilometres for kilometres in x]
    return torch.stack(fares)
