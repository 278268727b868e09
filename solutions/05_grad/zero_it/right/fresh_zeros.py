import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        W.grad = torch.zeros_like(W)
        loss = ((W * x - y) ** 2).mean()
        torch.autograd.backward(loss)
        W.requires_grad_(False)
        W -= lr * W.grad
        W.requires_grad_(True)
        losses += [loss.item()]
    return losses
