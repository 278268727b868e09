import torch
from torch import Tensor

def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    history = []
    total = 0.0
    for _ in range(times):
        total += slope
        history.append(total)
    return history
