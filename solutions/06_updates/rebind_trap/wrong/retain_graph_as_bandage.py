import torch
from torch import Tensor


def rebind_trap(W: Tensor, lr: float, steps: int) -> Tensor:
    loss = ((W - 1) ** 2).sum()
    for _ in range(steps):
        W.grad = None
        loss.backward(retain_graph=True)
        with torch.no_grad():
            W -= lr * W.grad
    return W
