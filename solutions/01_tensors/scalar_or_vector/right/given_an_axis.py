import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    if readings.shape == torch.Size([]):
        readings = readings.unsqueeze(0)
    count = readings.shape[0]
    return [count, readings.sum().item() / count]
