import torch
from torch import Tensor

def scalar_or_vector(readings):
    if readings.ndim <= 1:
        return 1, readings.item()
    return len(readings), readings.mean().item()
