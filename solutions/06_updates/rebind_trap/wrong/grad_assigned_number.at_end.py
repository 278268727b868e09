import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    for _ in range(steps):
        loss = ((W - 1) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
        W.grad = 0.0
    return W
