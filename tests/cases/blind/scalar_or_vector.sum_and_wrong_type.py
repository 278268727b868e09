import torch
from torch import Tensor

def scalar_or_vector(readings):
    count = torch.tensor(readings.numel())
    return count, readings.sum().item()
