import torch
from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    line = slope * w
    history = []
    for _ in range(times):
        line.backward()
        history.append(w.grad.item())
    return history
