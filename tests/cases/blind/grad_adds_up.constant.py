import torch
from torch import Tensor

def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    return [slope] * times
