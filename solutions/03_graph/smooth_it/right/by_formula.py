import torch
from torch import Tensor


def smooth_it(w: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    score = w * x + b
    sureness = 1 / (1 + torch.exp(-score))
    missed = t - sureness
    return (missed * missed).sum() / len(t)
