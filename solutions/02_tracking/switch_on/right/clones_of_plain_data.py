import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    data = torch.tensor(values)
    first = torch.zeros(len(values), requires_grad=True)
    with torch.no_grad():
        first.copy_(data)
    second, third = data.clone(), data.clone()
    second.requires_grad = True
    third.requires_grad_()
    return first, second, third
