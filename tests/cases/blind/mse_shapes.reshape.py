import torch
from torch import Tensor

def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction - target.reshape(-1, 1)) ** 2).mean()
