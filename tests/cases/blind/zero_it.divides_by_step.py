import torch
from torch import Tensor

def zero_it(W, x, y, lr, steps):
    losses = []
    for i in range(1, steps + 1):
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad / i
        losses.append(loss)
    return losses
