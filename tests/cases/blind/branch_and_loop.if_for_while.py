import torch
from torch import Tensor

def branch_and_loop(x, w):
    if x > 3:
        h = w * x
    else:
        h = w * w * x
    if h > 1:
        h = w * h
    return h
