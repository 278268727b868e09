import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    for _ in range(steps):
        (slope,) = torch.autograd.grad(((W - 1) ** 2).sum(), [W])
        torch.set_grad_enabled(False)
        W.add_(slope, alpha=-lr)
        torch.set_grad_enabled(True)
    return W
