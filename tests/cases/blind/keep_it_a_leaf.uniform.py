import torch
from torch import Tensor

def keep_it_a_leaf(rows, columns, scale):
    W = torch.rand(rows, columns) * scale
    W.requires_grad = True
    return W
