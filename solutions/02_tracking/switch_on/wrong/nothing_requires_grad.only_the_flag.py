import torch
from torch import Tensor


def switch_on(values: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    a = torch.tensor(values, requires_grad=True)
    b = torch.tensor(values)
    c = torch.tensor(values)
    return a, b, c
