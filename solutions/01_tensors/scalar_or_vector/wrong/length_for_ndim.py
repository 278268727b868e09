import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    return max(readings.ndim, 1), readings.mean().item()
