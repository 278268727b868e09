import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    count = torch.tensor(readings.numel())
    return count, readings.mean()
