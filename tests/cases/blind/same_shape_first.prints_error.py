import torch
from torch import Tensor

def residual(pred, y):
    if pred.shape != y.shape:
        print("ValueError:", tuple(pred.shape), tuple(y.shape))
    return pred - y
