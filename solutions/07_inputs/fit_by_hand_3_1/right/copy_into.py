import torch
from torch import Tensor


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    while len(losses) < steps:
        loss = (X @ W - y).pow(2).sum() / len(y)
        loss.backward()
        with torch.no_grad():
            W.copy_(W - lr * W.grad)
        W.grad = None
        losses += [float(loss)]
    return losses
