import torch
from torch import Tensor

def residual(pred: Tensor, y: Tensor) -> Tensor:
    if pred.numel() != y.numel():
        raise ValueError(f"{pred.shape} {y.shape}")
    return pred - y
