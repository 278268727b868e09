import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    numbers = readings.tolist()
    return len(numbers), sum(numbers) / len(numbers)
