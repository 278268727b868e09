import torch
from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    p = torch.sigmoid(w * x + b)
    return (p - t).abs().mean()
