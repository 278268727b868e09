import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    if readings.ndim == 0:
        return 1, readings
    return len(readings), readings.mean().item()
