import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    try:
        assert pred.shape == y.shape
    except AssertionError:
        raise ValueError(f"{pred.shape} is not {y.shape}")
    return pred.subtract(y)
