import torch
from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    history = []
    w.grad = 0.0
    for _ in range(times):
        (slope * w).backward()
        history.append(w.grad.item())
    return history
