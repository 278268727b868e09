import torch
from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = prediction - target.reshape(prediction.shape)
    return torch.tensor((difference**2).mean().item(), requires_grad=True)
