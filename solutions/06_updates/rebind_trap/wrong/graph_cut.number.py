import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    for _ in range(steps):
        W.grad = None
        loss = ((W - 1) ** 2).sum().item()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
    return W
