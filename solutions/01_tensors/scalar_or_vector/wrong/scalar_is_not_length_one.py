import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    total = 0.0
    for reading in readings:
        total += reading.item()
    return len(readings), total / len(readings)
