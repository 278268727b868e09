import torch
from torch import Tensor


def mse_shapes(prediction: Tensor, target: Tensor) -> Tensor:
    difference = target.reshape(-1) - prediction[:, 0]
    return torch.dot(difference, difference) / len(difference)
