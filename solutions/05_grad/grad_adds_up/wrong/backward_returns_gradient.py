import torch
from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    history = []
    for _ in range(times):
        history.append((slope * w).backward())
    return history
