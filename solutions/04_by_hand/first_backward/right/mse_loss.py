import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    torch.nn.functional.mse_loss(w * x, y).backward()
    return w.grad
