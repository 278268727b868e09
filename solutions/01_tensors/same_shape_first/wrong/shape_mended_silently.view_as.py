import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    if pred.numel() == y.numel():
        return pred - y.view_as(pred)
    raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
