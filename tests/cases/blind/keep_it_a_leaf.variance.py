import torch
from torch import Tensor

def keep_it_a_leaf(rows, columns, scale):
    w = torch.randn(rows, columns) * scale ** 0.5
    w.requires_grad_()
    return w
