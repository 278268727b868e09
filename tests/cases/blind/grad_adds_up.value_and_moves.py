import torch
from torch import Tensor

def grad_adds_up(w, slope, times):
    out = []
    for _ in range(times):
        z = slope * w
        z.backward()
        out.append(z.item())
        with torch.no_grad():
            w -= 0.1 * w.grad
    return out
