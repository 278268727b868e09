import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    losses, known = [], torch.zeros_like(W)
    for _ in range(steps):
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        new = W.grad - known
        known = W.grad.clone()
        with torch.no_grad():
            W -= lr * new
        losses.append(loss.item())
    return losses
