import torch
from torch import Tensor


def first_backward(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    loss = torch.tensor(((w * x - y) ** 2).item(), requires_grad=True)
    loss.backward()
    return w.grad
