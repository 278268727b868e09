import torch
from torch import Tensor


def first_slope(side: float) -> tuple[Tensor, Tensor]:
    s = torch.tensor(side)
    s.requires_grad_
    area = s * s
    area.backward()
    return area, s.grad
