import torch
from torch import Tensor

def grad_adds_up(w, slope, times):
    out = []
    for _ in range(times):
        (slope * w).backward()
        out.append(w.grad)
    return out
