import torch
from torch import Tensor

def keep_it_a_leaf(rows, columns, scale):
    W = torch.randn(columns, rows) * scale
    W.require_grad = True
    return W
