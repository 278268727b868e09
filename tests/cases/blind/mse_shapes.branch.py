import torch
from torch import nn

veszteseg = nn.MSELoss()

def mse_shapes(prediction, target):
    if target.dim() == 1:
        target = target.unsqueeze(dim=1)
    return veszteseg(prediction, target)
