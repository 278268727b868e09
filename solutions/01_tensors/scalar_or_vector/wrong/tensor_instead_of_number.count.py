import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    count = torch.ones_like(readings).sum()
    return count, readings.mean().item()
