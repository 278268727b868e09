import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    with torch.no_grad():
        w.grad = 2 * (w * x - y) * x
    return w.grad
