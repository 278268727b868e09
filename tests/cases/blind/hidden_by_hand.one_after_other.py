import torch
from torch import Tensor

def hidden_by_hand(X, y, W1, W2, lr, steps):
    losses = []
    for _ in range(steps):
        for i, W in enumerate((W1, W2)):
            W1.grad = None
            W2.grad = None
            loss = ((torch.tanh(X @ W1) @ W2 - y) ** 2).mean()
            loss.backward()
            if i == 0:
                losses.append(loss.item())
            with torch.no_grad():
                W -= lr * W.grad
    return losses
