import torch
from torch import Tensor


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        residual = X @ W - y
        loss = residual.T @ residual / X.shape[0]
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            W -= lr * W.grad
        W.grad -= W.grad
    return losses
