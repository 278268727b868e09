import torch
from torch import Tensor

def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    count = max(readings.ndim, 1)
    return count, readings.mean().item()
