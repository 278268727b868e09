import torch
from torch import Tensor


def residual(pred: Tensor, y: Tensor) -> Tensor:
    same = list(pred.size()) == list(y.size())
    if same:
        return pred + (-1) * y
    message = "pred is " + str(list(pred.size())) + ", y is " + str(list(y.size()))
    raise ValueError(message)
