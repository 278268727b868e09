import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    w = W.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((w * x - y) ** 2).mean()
        (slope,) = torch.autograd.grad(loss, w)
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * slope
    with torch.no_grad():
        W.copy_(w)
    return losses
