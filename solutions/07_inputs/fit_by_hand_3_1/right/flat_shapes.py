import torch
from torch import Tensor


def fit_by_hand_3_1(X: Tensor, y: Tensor, W: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        prediction = (X * W.T).sum(dim=1)
        loss = ((prediction - y.flatten()) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            W -= lr * W.grad
            W.grad = torch.zeros_like(W)
    return losses
