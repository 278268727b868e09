import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    return pred - y.reshape(pred.shape)
