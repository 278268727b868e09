import torch
from torch import Tensor

def linear_3_1(X, W, b):
    W = W.detach()
    return X @ W + b
