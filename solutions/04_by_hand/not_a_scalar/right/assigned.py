import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    (a.grad,) = torch.autograd.grad(((a * x - y) ** 2).sum(), a)
    (b.grad,) = torch.autograd.grad(((b * x - y) ** 2).mean(), b)
    (c.grad,) = torch.autograd.grad((c * x - y) ** 2, c, grad_outputs=weights)
