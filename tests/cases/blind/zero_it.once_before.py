import torch
from torch import Tensor

def zero_it(W, x, y, lr, steps):
    losses = []
    W.grad = None
    for _ in range(steps):
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
        losses.append(loss.item())
    return losses
