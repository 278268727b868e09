import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    same = pred.ndim == y.ndim
    for axis in range(min(pred.ndim, y.ndim)):
        same = same and pred.shape[axis] == y.shape[axis]
    if not same:
        raise ValueError("y: %s, pred: %s" % (y.shape, pred.shape))
    result = pred.clone()
    result -= y
    return result
