import torch
from torch import Tensor

def residual(pred, y):
    if len(pred) != len(y):
        raise ValueError(f"{tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
