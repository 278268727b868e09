import torch
from torch import Tensor

def scalar_or_vector(readings):
    return readings.numel(), readings.mean()
