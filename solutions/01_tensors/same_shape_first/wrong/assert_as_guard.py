import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    assert pred.shape == y.shape, f"{tuple(pred.shape)} and {tuple(y.shape)}"
    return pred - y
