import torch
from torch import Tensor

def residual(pred, y):
    if pred.shape != y.shape:
        y = y.view_as(pred)
    if pred.shape != y.shape:
        raise ValueError(f"{tuple(pred.shape)} != {tuple(y.shape)}")
    return pred - y
