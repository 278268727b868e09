import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    count = 0 if readings.ndim == 0 else len(readings)
    return count, readings.mean().item()
