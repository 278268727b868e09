import torch
from torch import Tensor

def residual(pred, y):
    if pred.shape == y.shape:
        return y - pred
    else:
        raise ValueError("The shapes must be the same!")
