import torch
from torch import Tensor


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    with torch.no_grad():
        for _ in range(steps):
            residual = X @ W - y
            losses.append((residual**2).mean().item())
            W -= lr * 2 / len(X) * X.T @ residual
    return losses
