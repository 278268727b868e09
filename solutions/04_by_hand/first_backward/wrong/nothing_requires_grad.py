import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    w = torch.tensor(w.item())
    loss = (w * x - y) ** 2
    loss.backward()
    return w.grad
