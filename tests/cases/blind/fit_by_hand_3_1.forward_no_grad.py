import torch
from torch import Tensor

def fit_by_hand_3_1(X, y, W, lr, steps):
    losses = []
    with torch.no_grad():
        for _ in range(steps):
            loss = ((X @ W - y) ** 2).mean()
            W.grad = None
            loss.backward()
            W -= lr * W.grad
            losses.append(loss.item())
    return losses
