import torch
from torch import Tensor


def not_a_scalar(a: Tensor, b: Tensor, c: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> None:
    for dial, counts in (
        (a, torch.ones_like(x)),
        (b, torch.full_like(x, 1 / len(x))),
        (c, weights),
    ):
        errors = (dial * x - y) ** 2
        torch.autograd.backward(errors, grad_tensors=counts)
