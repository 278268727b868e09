import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    vector = torch.atleast_1d(readings)
    total = 0.0
    for reading in vector:
        total += reading.item()
    return len(vector), total / len(vector)
