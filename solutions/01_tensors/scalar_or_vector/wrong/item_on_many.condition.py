import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    if readings:
        return readings.numel(), readings.mean().item()
    return 0, 0.0
