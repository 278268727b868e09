import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side)
    s.requires_grad = True
    area = s**2
    area.backward()
    slope = s.grad
    return area, slope
