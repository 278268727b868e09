import torch
from torch import Tensor

def mse_shapes(prediction, target):
    pred = prediction.squeeze(1)
    return torch.mean((pred - target) ** 2)
