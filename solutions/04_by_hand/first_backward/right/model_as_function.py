import torch
from torch import Tensor


def squared_error(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    return torch.pow(w * x - y, 2).sum()


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    with torch.enable_grad():
        squared_error(w, x, y).backward(retain_graph=True)
    return w.grad.detach().clone()
