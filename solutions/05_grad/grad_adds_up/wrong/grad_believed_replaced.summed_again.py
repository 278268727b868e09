import torch
from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    total, history = 0.0, []
    for _ in range(times):
        (slope * w).backward()
        total += w.grad.item()
        history.append(total)
    return history
