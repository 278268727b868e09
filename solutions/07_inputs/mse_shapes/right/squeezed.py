import torch
from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = torch.squeeze(prediction) - torch.squeeze(target)
    return torch.mean(torch.square(difference))
