import torch
from torch import Tensor


def grad_adds_up(w: Tensor, slope: float, times: int) -> list[float]:
    seen = []
    for _ in range(times):
        torch.autograd.backward(torch.mul(w, slope))
        seen.append(w.grad.clone())
    return torch.stack(seen).tolist()
