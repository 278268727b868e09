import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side, requires_grad=True)
    area = torch.tensor(side * side, requires_grad=True)
    area.backward()
    return area, s.grad
