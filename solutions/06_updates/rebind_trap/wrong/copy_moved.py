import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    w = W.detach().clone().requires_grad_()
    for _ in range(steps):
        w.grad = None
        loss = ((w - 1) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
    return W
