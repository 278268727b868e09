import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    residual = y - x * w
    torch.autograd.backward(residual * residual)
    return w.grad.detach()
