import torch
from torch import Tensor


def hidden_by_hand(
    X: Tensor, y: Tensor, W1: Tensor, W2: Tensor, lr: float, steps: int
) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = (torch.tanh(X @ W1) @ W2 - y).pow(2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for W in (W1, W2):
                W.sub_(W.grad, alpha=lr)
                W.grad.zero_()
    return losses
