import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    w = W.detach().clone().requires_grad_()
    for _ in range(steps):
        w.grad = None
        ((w - 1) ** 2).sum().backward()
        with torch.no_grad():
            w -= lr * w.grad
    with torch.no_grad():
        W.copy_(w)
    return W
