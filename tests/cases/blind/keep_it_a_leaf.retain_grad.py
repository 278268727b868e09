import torch
from torch import Tensor

def keep_it_a_leaf(rows, columns, scale):
    W = torch.randn(rows, columns, requires_grad=True) * scale
    W.retain_grad()
    return W
