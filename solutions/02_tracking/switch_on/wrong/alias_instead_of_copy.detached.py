import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    a = torch.tensor(values, requires_grad=True)
    b = a.detach()
    b.requires_grad = True
    c = a.detach()
    c.requires_grad_()
    return a, b, c
