import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    losses, known = [], 0.0
    for _ in range(steps):
        loss = ((W * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            W.add_(known - W.grad, alpha=lr)
        known = W.grad.detach().clone()
        losses.append(loss.item())
    return losses
