import torch
from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    losses = []
    for weight, target in zip(x, t, strict=True):
        p = torch.sigmoid(w * weight + b)
        losses.append((p - target) ** 2)
    return torch.stack(losses).mean()
