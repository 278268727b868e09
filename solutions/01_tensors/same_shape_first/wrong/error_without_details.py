import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    if pred.shape != y.shape:
        raise ValueError("shapes differ")
    return pred - y
