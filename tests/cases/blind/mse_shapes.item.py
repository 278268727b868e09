import torch
from torch import Tensor

def mse_shapes(prediction, target):
    target = target.view(prediction.shape)
    loss = ((prediction - target) ** 2).mean()
    return loss.item()
