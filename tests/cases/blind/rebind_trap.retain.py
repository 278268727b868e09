import torch
from torch import Tensor

def rebind_trap(W, lr, steps):
    for _ in range(steps):
        W.grad = None
        loss = ((W - 1) ** 2).sum()
        loss.backward()
        W = W - lr * W.grad
        W.retain_grad()
    return W
