import torch
from torch import Tensor

def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction - target) ** 2).mean()
