import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    a = torch.tensor(values, requires_grad=True)
    b = torch.tensor(values)
    b.requires_grad = True
    c = torch.tensor(values)
    c.requires_grad_()
    print(a, b, c)
