import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    for step in range(steps):
        loss = ((W - 1) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
        if step == 0:
            W.grad = None
    return W
