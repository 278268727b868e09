import torch
from torch import Tensor


def zero_it(W: Tensor, x: Tensor, y: Tensor, lr: float, steps: int) -> list[float]:
    losses = ()
    while len(losses) < steps:
        if W.grad is not None:
            W.grad -= W.grad
        error = torch.nn.functional.mse_loss(W * x, y)
        error.backward()
        W.detach().sub_(lr * W.grad)
        losses += (error.item(),)
    return losses
