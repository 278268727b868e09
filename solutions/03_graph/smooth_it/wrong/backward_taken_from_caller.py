import torch
from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    p = torch.sigmoid(w * x + b)
    loss = ((p - t) ** 2).mean()
    loss.backward()
    return loss
