import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    a = torch.as_tensor(values).new_tensor(values, requires_grad=True)
    b = torch.FloatTensor(values)
    b.requires_grad = not b.requires_grad
    c = torch.Tensor(values)
    return (a, b, c.requires_grad_(requires_grad=True))
