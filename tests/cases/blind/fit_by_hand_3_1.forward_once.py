import torch
from torch import Tensor

def fit_by_hand_3_1(X, y, W, lr, steps):
    losses = []
    pred = X @ W
    loss = ((pred - y) ** 2).mean()
    for _ in range(steps):
        W.grad = None
        loss.backward(retain_graph=True)
        with torch.no_grad():
            W -= lr * W.grad
        losses.append(loss.item())
    return losses
