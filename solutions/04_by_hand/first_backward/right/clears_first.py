import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    if w.grad is not None:
        w.grad.zero_()
    w.requires_grad_(True)
    (w * x - y).pow(2).backward(gradient=torch.tensor(1.0), inputs=[w])
    gradient = w.grad
    return gradient
