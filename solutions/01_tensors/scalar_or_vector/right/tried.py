import torch
from torch import Tensor


def scalar_or_vector(readings: Tensor) -> tuple[int, float]:
    try:
        count = len(readings)
    except TypeError:
        count = 1
    return count, torch.mean(readings).tolist()
