import torch
from torch import Tensor

def rebind_trap(W, lr, steps):
    for _ in range(steps):
        loss = ((W - 1) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
    return W.detach().clone().requires_grad_()
