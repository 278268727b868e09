import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    a = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(values, dtype=torch.float64)
    b.requires_grad = True
    c = torch.tensor(values, dtype=torch.float64)
    c.requires_grad_()
    return a, b, c
