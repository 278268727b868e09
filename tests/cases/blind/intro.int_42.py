import torch
from torch import Tensor

def intro() -> Tensor:
    return torch.tensor(42)
