import torch
from torch import Tensor

def smooth_it(w, b, x, t):
    p = torch.sigmoid(w * x + b)
    p = (p > 0.5).float()
    return ((p - t) ** 2).mean()
