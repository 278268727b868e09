import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    losses = []
    for step in range(steps):
        if step > 0:
            W.grad.fill_(0.0)
        residual = y - x * W
        loss = residual.pow(2).sum() / len(x)
        loss.backward()
        losses.append(loss.detach().item())
        torch.set_grad_enabled(False)
        W.add_(-lr * W.grad)
        torch.set_grad_enabled(True)
    return losses
