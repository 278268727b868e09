import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side, requires_grad=True)
    area = torch.tensor(s.item() ** 2)
    area.backward()
    return area, s.grad
