import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    wrapped = readings.unsqueeze(0)
    return wrapped.shape[0], wrapped.mean().item()
