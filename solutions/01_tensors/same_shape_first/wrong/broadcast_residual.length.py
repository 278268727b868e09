import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    if len(pred) != len(y):
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return pred - y
