import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return y - pred
