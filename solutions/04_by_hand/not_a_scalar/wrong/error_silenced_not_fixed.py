import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    torch.tensor(((a * x - y) ** 2).sum().item(), requires_grad=True).backward()
    torch.tensor(((b * x - y) ** 2).mean().item(), requires_grad=True).backward()
    ((c * x - y) ** 2).backward(gradient=weights)
