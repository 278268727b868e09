import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    a = torch.tensor(values, requires_grad=True)
    b = a.clone()
    b.requires_grad = True
    c = a.clone()
    c.requires_grad_()
    return a, b, c
